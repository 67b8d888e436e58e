import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import {
  type ArrayTable,
  BPF,
  getSyscallFnname,
  monotonicTimeNs,
  type PerfOutputTable,
  ProgType,
  type RingBufTable,
} from '../../src/index.ts';
import * as texts from './texts.ts';

interface Event {
  pid_tgid: bigint;
  uid_gid: bigint;
  ns: bigint;
  cgroup: bigint;
  cpu: number;
  log2: number;
  network: number;
  color: number;
  flag: boolean;
  comm: string;
  task_comm: string;
  old_comm: string;
  name: string;
  user_path: string;
  old_path: string;
  lengths: number[];
  bytes: Uint8Array;
  inner: { small: number; negative: number };
  task: bigint;
  random: number;
  total: bigint;
}

interface DataTables {
  own_pid: ArrayTable<number>;
  perf_events: PerfOutputTable<Event>;
  ring_events: RingBufTable<Event>;
  execs: RingBufTable<{ length: number; file: string; constant: string }>;
}

describe('what a program knows and sends', () => {
  const b = new BPF<DataTables>({ text: texts.data });
  after(() => b.close());
  b.table('own_pid').set(0, process.pid);
  const perf: { cpu: number; size: number; event: Event }[] = [];
  const ring: Event[] = [];
  const execs: { file: string; constant: string }[] = [];
  const perfTable = b.table('perf_events');
  perfTable.openPerfBuffer((cpu, bytes, size) => perf.push({ cpu, size, event: perfTable.event(bytes) }));
  b.table('ring_events').openRingBuffer((_, bytes) => {
    ring.push(b.table('ring_events').event(bytes));
  });
  b.table('execs').openRingBuffer((_, bytes) => {
    execs.push(b.table('execs').event(bytes));
  });
  b.attachKprobe({ event: 'security_path_mkdir', fnName: 'on_mkdir' });
  const before = monotonicTimeNs();
  mkdirSync('/tmp/ünknown', { mode: 0o755 });
  rmdirSync('/tmp/ünknown');
  const behind = monotonicTimeNs();
  execFileSync('/bin/true');
  b.perfBufferPoll({ timeoutMs: 10_000 });
  b.ringBufferPoll(10_000);

  it('perf_submit: the record, its CPU and size', () => {
    assert.equal(perf.length, 1);
    const { cpu, size, event } = perf[0]!;
    assert.equal(event.cpu, cpu);
    assert.ok(size >= 300);
  });
  it('ringbuf_output: the same record', () => {
    assert.equal(ring.length, 1);
    assert.deepEqual(ring[0], perf[0]?.event);
  });
  it('helpers: who, when, where', () => {
    const { event } = perf[0]!;
    assert.equal(event.pid_tgid >> 32n, BigInt(process.pid));
    assert.equal(event.uid_gid, (BigInt(process.getgid!()) << 32n) | BigInt(process.getuid!()));
    assert.ok(event.ns > before && event.ns < behind);
    assert.ok(event.cgroup > 0n);
    assert.ok(event.task > 1n << 63n);
    assert.equal(typeof event.random, 'number');
  });
  it('reads of kernel memory: structs, strings, both generations of helpers', () => {
    const { event } = perf[0]!;
    assert.notEqual(event.comm, '');
    assert.equal(event.task_comm, event.comm);
    assert.equal(event.old_comm, event.comm);
    assert.equal(event.name, 'ünknown');
    assert.equal(event.lengths[0], 'ünknown'.length + 2);
  });
  it('C types as JavaScript values', () => {
    const { event } = perf[0]!;
    assert.equal(event.log2, 10);
    assert.equal(event.network, 0x3412);
    assert.equal(event.color, 7);
    assert.equal(event.flag, true);
    assert.equal(event.total, -1n);
    assert.deepEqual([...event.bytes], [1, 0, 0, 255]);
    assert.deepEqual(event.inner, { small: 65535, negative: -5 });
    assert.equal(event.lengths.length, 4);
  });
  it('fields of a tracepoint’s record of variable length', () => {
    assert.ok(
      execs.some(({ file, constant }) => file === '/bin/true' && constant === '/bin/tru'),
      JSON.stringify(execs),
    );
  });
  it('reads of user memory, ringbuf_reserve, submit, discard and query', () => {
    b.detachKprobe('security_path_mkdir');
    ring.length = 0;
    b.attachKprobe({ event: getSyscallFnname('mkdir'), fnName: 'syscall__mkdir' });
    for (const mode of [0o755, 0o700, 0o755]) {
      mkdirSync('/tmp/user-path', { mode });
      rmdirSync('/tmp/user-path');
    }
    b.ringBufferConsume();
    assert.equal(ring.length, 2);
    const [event] = ring as [Event];
    assert.equal(event.user_path, '/tmp/user-path');
    assert.equal(event.old_path, '/tmp/user-path');
    assert.deepEqual(event.lengths, [0, 15, 15, 0]);
    assert.equal(Buffer.from(event.bytes).toString(), '/tmp');
    assert.equal(event.total, 4n * 4096n);
  });
});

interface Record {
  number: bigint;
  text: string;
}

interface RecordTables {
  perf: PerfOutputTable<Record>;
  ring: RingBufTable<Record>;
  other: RingBufTable<Record>;
  next: ArrayTable<bigint>;
  refused: ArrayTable<bigint>;
}

const packet = new Uint8Array(64);

function emitter() {
  const b = new BPF<RecordTables>({ text: texts.records });
  const run = (name: string) => {
    const program = b.loadFunc(name, ProgType.XDP);
    return (repeat: number) => program.testRun({ data: packet, repeat });
  };
  return { b, toPerf: run('to_perf'), toRing: run('to_ring') };
}

describe('ring buffers', () => {
  it('poll: waits, times out, delivers in order with the context', () => {
    const { b, toRing } = emitter();
    assert.throws(() => b.ringBufferPoll(1), /no ring buffers to poll/);
    const context = { name: 'mine' };
    const seen: bigint[] = [];
    b.table('ring').openRingBuffer((given, data, size) => {
      assert.equal(given, context);
      assert.equal(size, 16);
      seen.push(b.table('ring').event(data).number);
    }, context);
    const start = Date.now();
    assert.equal(b.ringBufferPoll(50), 0);
    assert.ok(Date.now() - start >= 50);
    toRing(7);
    assert.equal(b.ringBufferPoll(), 7);
    assert.deepEqual(seen, [0n, 1n, 2n, 3n, 4n, 5n, 6n]);
    assert.throws(() => b.table('ring').openRingBuffer(() => {}), /open already/);
    b.close();
  });
  it('a negative result ends the poll, and the rest comes with the next', () => {
    const { b, toRing } = emitter();
    const seen: bigint[] = [];
    b.table('ring').openRingBuffer((_, data) => {
      const { number } = b.table('ring').event(data);
      seen.push(number);
      return number === 2n ? -1 : 0;
    });
    toRing(5);
    assert.equal(b.ringBufferPoll(0), 3);
    assert.equal(b.ringBufferConsume(), 2);
    assert.deepEqual(seen, [0n, 1n, 2n, 3n, 4n]);
    b.close();
  });
  it('a full ring refuses records, which the program sees', () => {
    const { b, toRing } = emitter();
    let seen = 0;
    b.table('ring').openRingBuffer(() => {
      seen++;
    });
    toRing(1000);
    while (b.ringBufferPoll(0) > 0);
    assert.equal(BigInt(seen) + b.table('refused').get(0), 1000n);
    assert.ok(seen > 100 && seen < 1000);
    b.close();
  });
  it('two rings of one program are polled together', () => {
    const { b, toRing } = emitter();
    let first = 0;
    let second = 0;
    b.table('ring').openRingBuffer(() => {
      first++;
    });
    b.table('other').openRingBuffer(() => {
      second++;
    });
    toRing(3);
    assert.equal(b.ringBufferPoll(1000), 6);
    assert.deepEqual([first, second], [3, 3]);
    b.close();
  });
  it('as an async iterator', async () => {
    const { b, toRing } = emitter();
    const stop = new AbortController();
    const seen: Record[] = [];
    setTimeout(() => toRing(5), 20);
    for await (const record of b.table('ring').events({ signal: stop.signal })) {
      seen.push(record);
      if (seen.length === 5) stop.abort();
    }
    assert.deepEqual(
      seen.map(({ number, text }) => `${number}${text}`),
      ['0ring', '1ring', '2ring', '3ring', '4ring'],
    );
    b.close();
  });
});

describe('perf buffers', () => {
  it('poll: waits, times out, delivers', () => {
    const { b, toPerf } = emitter();
    const seen: bigint[] = [];
    b.table('perf').openPerfBuffer((_, data) => seen.push(b.table('perf').event(data).number));
    assert.equal(b.perfBufferPoll(30), 0);
    toPerf(5);
    assert.equal(b.perfBufferPoll(), 5);
    assert.deepEqual(seen.sort(), [0n, 1n, 2n, 3n, 4n]);
    b.close();
  });
  it('what the kernel had to drop is told', () => {
    const { b, toPerf } = emitter();
    let seen = 0;
    let lost = 0;
    b.table('perf').openPerfBuffer(() => seen++, { pageCnt: 1, lostCb: (count) => (lost += count) });
    let total = 1000;
    toPerf(1000);
    // The kernel tells together with the next record of that CPU.
    for (let i = 0; i < 200 && lost === 0; i++, total++) {
      b.perfBufferConsume();
      toPerf(1);
    }
    while (b.perfBufferConsume() > 0);
    assert.ok(lost > 0 && seen > 0);
    assert.ok(seen + lost <= total);
    assert.throws(() => b.table('perf').openPerfBuffer(() => {}, { pageCnt: 3 }), /power of two/);
    b.close();
  });
  it('with wakeupEvents, fewer records wait for consume', () => {
    const { b, toPerf } = emitter();
    let seen = 0;
    b.table('perf').openPerfBuffer(() => seen++, { wakeupEvents: 50 });
    assert.equal(b.perfBufferPoll(0), 0);
    toPerf(3);
    assert.equal(b.perfBufferConsume(), 3);
    assert.equal(seen, 3);
    b.close();
  });
  it('from the event loop, until told to stop', async () => {
    const { b, toPerf } = emitter();
    const stop = new AbortController();
    let seen = 0;
    b.table('perf').openPerfBuffer(() => {
      if (++seen === 4) stop.abort();
    });
    setTimeout(() => toPerf(4), 20);
    await b.run({ signal: stop.signal });
    assert.equal(seen, 4);
    b.close();
  });
  it('a callback that throws ends the poll with its error and loses nothing', () => {
    const { b, toPerf } = emitter();
    let seen = 0;
    b.table('perf').openPerfBuffer(() => {
      if (++seen === 2) throw new Error('from the callback');
    });
    toPerf(5);
    assert.throws(() => {
      while (b.perfBufferPoll(0) > 0);
    }, /from the callback/);
    while (b.perfBufferPoll(0) > 0);
    assert.equal(seen, 5);
    b.close();
  });
});
