import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { type EventHandlers, type EventReader, features, type Text } from '../../src/index.ts';
import { only, openProgram, until } from './fixture.ts';

interface Record {
  sequence: bigint;
  comm: Text;
  text: Uint8Array;
}

const workerFile = join(__dirname, 'worker.cjs');
const packet = new Uint8Array(64);

/** An object that is closed with its readers at the end of the test, also of one that fails: open ones keep a process running. */
function emitter(test: TestContext, recordsPerRun = 1, ringBytes?: number) {
  const object = openProgram('maps');
  only(object, 'emit');
  if (ringBytes !== undefined) object.maps.records.maxEntries = ringBytes;
  object.rodata.records_per_run = recordsPerRun;
  object.load();
  test.after(() => object.close());
  return {
    object,
    open(handlers: EventHandlers<Record>): EventReader<Record> {
      const reader: EventReader<Record> = object.maps.records.open(handlers);
      test.after(() => reader.close());
      return reader;
    },
    emit: (runs: number) => object.programs.emit!.testRun({ data: packet, repeat: runs }),
    lost: () => object.maps.lost.get(0).reduce((sum: bigint, count: bigint) => sum + count, 0n),
  };
}

describe(features.ringBuffer() ? 'ring buffer' : 'perf buffer', () => {
  const ring = features.ringBuffer();

  /** A perf buffer's records are padded. */
  const hasItsText = ({ sequence, text }: Record) => {
    const wanted = '01234567'.slice(0, Number(sequence & 7n));
    const said = Buffer.from(text).toString('latin1');
    return ring ? said === wanted : said.startsWith(wanted);
  };

  it('delivers every record, in order, in batches', async (t) => {
    const { open, emit } = emitter(t, 50);
    const sequences: bigint[] = [];
    const batches: number[] = [];
    let comm = '';
    let badTexts = 0;
    const reader = open({
      onEvent(event) {
        sequences.push(event.sequence);
        comm = event.comm.escaped();
        if (!hasItsText(event)) badTexts++;
      },
      onBatch: (count: number) => batches.push(count),
      onLost: (count: number) => assert.fail(`${count} lost`),
    });
    emit(100);
    await until('5000 records', () => sequences.length >= 5000);
    assert.equal(sequences.length, 5000);
    // Perf buffers are in order only within a CPU, and the emitter may move to another.
    if (!ring) sequences.sort((a, b) => Number(a - b));
    assert.ok(sequences.every((sequence, i) => sequence === BigInt(i)));
    assert.equal(comm, 'a\\x1bb');
    assert.equal(badTexts, 0);
    assert.ok(Math.max(...batches) <= 512, `batches of ${batches}`);
    assert.equal(
      batches.reduce((sum, count) => sum + count, 0),
      5000,
    );
    reader.close();
    reader.close();
  });

  it('delivers records whole that begin at the end of the memory and go on at its start', async (t) => {
    const { open, emit } = emitter(t, 13, 4096);
    let next = 0n;
    const wrong: bigint[] = [];
    const reader = open({
      onEvent(event) {
        if (event.sequence !== next++ || event.comm.escaped() !== 'a\\x1bb' || !hasItsText(event))
          wrong.push(event.sequence);
      },
    });
    reader.pause();
    // Read where they are made: on another CPU there would be another perf buffer.
    for (let run = 0; run < 997; run++) {
      emit(1);
      assert.equal(reader.drain(), 13);
    }
    assert.deepEqual(wrong, []);
  });

  it('pauses, and drains what has gathered', async (t) => {
    const { open, emit } = emitter(t, 1);
    let seen = 0;
    const reader = open({ onEvent: () => seen++ });
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
  });

  it('accounts for what does not fit', async (t) => {
    const { open, emit, lost } = emitter(t, 64);
    let seen = 0;
    let dropped = 0;
    const reader = open({
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
    let total = 64 * 1001;
    if (!ring) {
      // The kernel tells of loss together with the next record of the same CPU, so each CPU needs one.
      await until('the report of loss', () => {
        emit(1);
        total += 64;
        reader.drain();
        return dropped > 0;
      });
      assert.ok(BigInt(dropped) <= lost(), `${dropped} reported, ${lost()} lost`);
    }
    assert.equal(BigInt(seen) + lost(), BigInt(total));
    assert.ok(seen < total);
  });

  it('lets timers and close through while records keep coming', async (t) => {
    const { open, emit } = emitter(t, 64);
    let seen = 0;
    let ticks = 0;
    const reader = open({
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
  });

  it('can be closed by its own callback, and refuses to read inside it', async (t) => {
    const { open, emit } = emitter(t, 1);
    let error: unknown;
    let seen = 0;
    const reader = open({
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
