import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { features } from '../../src/index.ts';
import { only, openProgram, until } from './fixture.ts';

const workerFile = join(__dirname, 'worker.cjs');
const packet = new Uint8Array(64);

function emitter(recordsPerRun = 1) {
  const object = openProgram('maps');
  only(object, 'emit');
  object.rodata.records_per_run = recordsPerRun;
  object.load();
  return {
    object,
    emit: (runs: number) => object.programs.emit!.testRun({ data: packet, repeat: runs }),
    lost: () => object.maps.lost.get(0).reduce((sum: bigint, count: bigint) => sum + count, 0n),
  };
}

describe(features.ringBuffer() ? 'ring buffer' : 'perf buffer', () => {
  const ring = features.ringBuffer();

  it('delivers every record, in order, in batches', async () => {
    const { object, emit } = emitter(50);
    const sequences: bigint[] = [];
    const batches: number[] = [];
    let comm = '';
    let badTexts = 0;
    const reader = object.maps.records.open({
      onEvent(event: { sequence: bigint; comm: { escaped(): string }; text: Uint8Array }) {
        sequences.push(event.sequence);
        comm = event.comm.escaped();
        const text = Buffer.from(event.text).toString('latin1');
        const wanted = '01234567'.slice(0, Number(event.sequence & 7n));
        if (ring ? text !== wanted : !text.startsWith(wanted)) badTexts++;
      },
      onBatch: (count: number) => batches.push(count),
      onLost: (count: number) => assert.fail(`${count} lost`),
    });
    emit(100);
    await until('5000 records', () => sequences.length >= 5000);
    assert.equal(sequences.length, 5000);
    assert.ok(sequences.every((sequence, i) => sequence === BigInt(i)));
    assert.equal(comm, 'a\\x1bb');
    assert.equal(badTexts, 0);
    assert.ok(Math.max(...batches) <= 2048, `batches of ${batches}`);
    assert.equal(
      batches.reduce((sum, count) => sum + count, 0),
      5000,
    );
    reader.close();
    reader.close();
    object.close();
  });

  it('pauses, and drains what has gathered', async () => {
    const { object, emit } = emitter(1);
    let seen = 0;
    const reader = object.maps.records.open({ onEvent: () => seen++ });
    reader.pause();
    emit(101);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(seen, 0);
    assert.equal(reader.drain(), 101);
    assert.equal(seen, 101);
    assert.equal(reader.drain(), 0);
    emit(7);
    reader.resume();
    await until('the rest', () => seen === 108);
    reader.close();
    assert.throws(() => reader.drain(), { code: 'EBADF' });
    object.close();
  });

  it('accounts for what does not fit', async () => {
    const { object, emit, lost } = emitter(64);
    let seen = 0;
    let dropped = 0;
    const reader = object.maps.records.open({
      onEvent: () => seen++,
      onLost: (count: number) => {
        dropped += count;
      },
    });
    reader.pause();
    emit(1000);
    emit(1);
    reader.resume();
    await until('the end of the records', () => reader.drain() === 0);
    // A perf buffer tells of what it dropped with the next record.
    emit(1);
    await until('the last record', () => reader.drain() === 0 && seen > 64);
    const total = 64 * 1002;
    if (ring) assert.equal(BigInt(seen) + lost(), BigInt(total));
    else assert.ok(seen + dropped <= total && dropped > 0, `${seen} + ${dropped}`);
    assert.ok(seen < total);
    reader.close();
    object.close();
  });

  it('lets timers and close through while records keep coming', async () => {
    const { object, emit } = emitter(64);
    let seen = 0;
    let ticks = 0;
    const reader = object.maps.records.open({
      onEvent() {
        seen++;
      },
      // Never empty: each batch makes another.
      onBatch: () => emit(20),
    });
    const timer = setInterval(() => ticks++, 1);
    emit(20);
    await until('timers under load', () => ticks >= 5 && seen > 5000);
    clearInterval(timer);
    reader.close();
    const after = seen;
    emit(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(seen, after);
    object.close();
  });

  it('can be closed by its own callback, and refuses to read inside it', async () => {
    const { object, emit } = emitter(1);
    let error: unknown;
    let seen = 0;
    const reader = object.maps.records.open({
      onEvent() {
        seen++;
        try {
          reader.drain();
        } catch (thrown) {
          error ??= thrown;
        }
        reader.close();
      },
    });
    emit(3);
    await until('the callback', () => seen > 0);
    assert.equal((error as { code: string }).code, 'EBUSY');
    object.close();
  });

  it('gives an exception of a callback to its thread', async () => {
    const worker = new Worker(workerFile, { workerData: { fails: true } });
    const error = await new Promise<Error>((resolve) => worker.once('error', resolve));
    assert.equal(error.message, 'from the callback');
  });

  it('works in a worker thread, which can be ended at any time', async () => {
    for (let round = 0; round < 3; round++) {
      const worker = new Worker(workerFile);
      const count = await new Promise<number>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
      assert.ok(count > 0);
      await worker.terminate();
    }
  });
});
