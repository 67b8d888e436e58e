import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import {
  type ArrayTable,
  BPF,
  type CgroupArrayTable,
  type HashTable,
  mapTypeName,
  type PerCpuArrayTable,
  type PerCpuHashTable,
  type PerfArrayTable,
  PerfSWConfig,
  PerfType,
  ProgType,
  possibleCpuList,
  type QueueStackTable,
  type StackTraceTable,
} from '../../src/index.ts';
import { makeDirectories } from './fixture.ts';
import * as texts from './texts.ts';

interface Key {
  id: number;
  name: string;
}

interface Value {
  count: bigint;
  delta: number;
  raw: Uint8Array;
}

interface Tables {
  numbers: HashTable<bigint | number, bigint | number>;
  structs: HashTable<Key, Value>;
  tiny: HashTable<number, bigint>;
  array: ArrayTable<bigint>;
  slots: ArrayTable<bigint>;
  keyed: HashTable<Key, bigint>;
  cpu_hash: PerCpuHashTable<number, bigint>;
  cpu_array: PerCpuArrayTable<bigint>;
  lru: HashTable<number, bigint>;
  cpu_lru: PerCpuHashTable<number, bigint>;
  flagged: HashTable<number, bigint>;
  trie: HashTable<bigint, bigint>;
  queue: QueueStackTable<number>;
  stack: QueueStackTable<number>;
  pinned: HashTable<number, bigint>;
  groups: CgroupArrayTable;
  traces: StackTraceTable;
}

const pin = '/sys/fs/bpf/bcc-ts-pinned';
const b = new BPF<Tables>({ text: texts.tables });
const work = b.loadFunc('work', ProgType.XDP);
assert.equal(work.testRun({ data: new Uint8Array(64) }).result, 2);
after(() => {
  b.close();
  rmSync(pin, { force: true });
});

describe('what a program does to tables', () => {
  it('increment and atomic_increment, with and without an amount', () => {
    assert.equal(b.table('numbers').get(5), 11n);
    assert.equal(b.table('numbers').get(6n), 3n);
    assert.equal(b.table('array').get(3), 41n);
    assert.equal(b.table('keyed').get({ id: 1, name: 'one' }), 1n);
  });
  it('update, insert (only what is not there) and delete', () => {
    assert.equal(b.table('tiny').get(7), 1n);
    assert.equal(b.table('tiny').get(8), undefined);
  });
  it('lookup_or_try_init, and writes through the pointer', () => {
    assert.deepEqual(b.table('structs').get({ id: 1, name: 'one' }), {
      count: 12345678901n,
      delta: -3,
      raw: Buffer.of(0, 0, 0, 9),
    });
  });
  it('values of each CPU', () => {
    const cpus = possibleCpuList().length;
    assert.equal(b.table('cpu_hash').sum(7), 1n);
    assert.equal(b.table('cpu_hash').getPerCpu(7).length, cpus);
    assert.equal(b.table('cpu_array').sum(3), 6n);
    assert.equal(b.table('cpu_array').max(3), 6n);
    assert.equal(b.table('cpu_array').average(3), 6 / cpus);
    assert.equal(b.table('cpu_lru').sum(7), 2n);
  });
  it('LRU tables, and create flags', () => {
    assert.equal(b.table('lru').get(7), 2n);
    assert.equal(b.table('flagged').get(7), 2n);
    assert.equal(b.table('flagged').flags, 1);
  });
  it('queues and stacks', () => {
    const queue = b.table('queue');
    assert.equal(queue.peek(), 5);
    assert.deepEqual([queue.pop(), queue.pop(), queue.pop()], [5, 6, undefined]);
    queue.push(1);
    queue.push(2);
    assert.deepEqual(queue.values(), [1, 2]);
    b.table('stack').push(9);
    assert.deepEqual(b.table('stack').values(), [9, 6]);
  });
  it('pinned tables outlive their program, and are found again', () => {
    assert.equal(existsSync(pin), true);
    const again = new BPF<Tables>({ text: texts.tables });
    assert.equal(again.table('pinned').get(7), 2n);
    assert.equal(again.table('pinned').mapId, b.table('pinned').mapId);
    again.close();
  });
});

describe('tables from outside', () => {
  it('hash: set, get, has, delete, order, size, clear', () => {
    const tiny = b.table('tiny');
    tiny.clear();
    assert.equal(tiny.size, 0);
    for (const key of [1, 2, 3]) tiny.set(key, BigInt(key * 10));
    assert.deepEqual(tiny.items().sort(), [
      [1, 10n],
      [2, 20n],
      [3, 30n],
    ]);
    assert.deepEqual(tiny.keys().sort(), [1, 2, 3]);
    assert.deepEqual(tiny.values().sort(), [10n, 20n, 30n]);
    assert.deepEqual([...tiny].sort(), tiny.items().sort());
    const walked = [tiny.nextKey()!];
    for (let key = tiny.nextKey(walked[0]); key !== undefined; key = tiny.nextKey(key)) walked.push(key);
    assert.deepEqual(walked.sort(), [1, 2, 3]);
    assert.equal(tiny.has(2), true);
    assert.equal(tiny.delete(2), true);
    assert.equal(tiny.delete(2), false);
    assert.equal(tiny.size, 2);
    tiny.zero();
    assert.deepEqual(tiny.items().sort(), [
      [1, 0n],
      [3, 0n],
    ]);
    tiny.set(4, 1n);
    tiny.set(5, 1n);
    assert.throws(() => tiny.set(6, 1n), /it is full \(4 entries\)/);
  });
  it('hash in batches', () => {
    const tiny = b.table('tiny');
    tiny.clear();
    tiny.itemsUpdateBatch([1, 2, 3], [1n, 2n, 3n]);
    assert.deepEqual(tiny.itemsLookupBatch().sort(), [
      [1, 1n],
      [2, 2n],
      [3, 3n],
    ]);
    tiny.itemsDeleteBatch([1]);
    assert.deepEqual(tiny.itemsLookupAndDeleteBatch().sort(), [
      [2, 2n],
      [3, 3n],
    ]);
    assert.equal(tiny.size, 0);
    tiny.set(9, 9n);
    tiny.itemsDeleteBatch();
    assert.equal(tiny.size, 0);
    assert.throws(() => tiny.itemsUpdateBatch([1], []), RangeError);
  });
  it('structs as keys and values, with text as strings or bytes', () => {
    const structs = b.table('structs');
    structs.set({ id: 2, name: 'zwei' }, { count: 2n, delta: 1, raw: Uint8Array.of(1, 2, 3, 4) });
    assert.deepEqual(
      structs.keys().sort((a, z) => a.id - z.id),
      [
        { id: 1, name: 'one' },
        { id: 2, name: 'zwei' },
      ],
    );
    const bytes = b.table('structs', { text: 'bytes' }) as unknown as HashTable<{ id: number; name: Buffer }, Value>;
    assert.deepEqual(bytes.keys().find(({ id }) => id === 2)?.name, Buffer.from('zwei'));
    assert.equal(bytes.delete({ id: 2, name: Buffer.from('zwei') }), true);
    assert.throws(() => structs.set({ id: 3, name: 'far too long a name' }, {} as Value), /only 12 fit/);
  });
  it('array: indices, also negative, and zeroing', () => {
    const array = b.table('array');
    assert.equal(array.length, 8);
    array.set(-1, 5n);
    assert.equal(array.get(7), 5n);
    assert.equal(array.get(-1), 5n);
    array.clearItem(7);
    assert.equal(array.get(7), 0n);
    assert.throws(() => array.get(8), /array index out of range/);
    assert.throws(() => array.set(-9, 0n), RangeError);
    assert.equal(array.items().length, 8);
    array.delete(3);
    assert.equal(array.get(3), 0n);
    array.set(2, 2n);
    array.clear();
    assert.deepEqual(array.values(), Array(8).fill(0n));
  });
  it('values of each CPU, with a reducer', () => {
    const cpus = possibleCpuList().length;
    const table = b.table('cpu_hash', { reducer: (x: bigint, y: bigint) => (x > y ? x : y) });
    table.set(
      3,
      Array.from({ length: cpus }, (_, cpu) => BigInt(cpu)),
    );
    assert.equal(table.reduced(3), BigInt(cpus - 1));
    assert.equal(table.sum(3), BigInt((cpus * (cpus - 1)) / 2));
    assert.throws(() => table.getPerCpu(4), /no such key/);
  });
  it('an LPM trie answers with the longest prefix', () => {
    const trie = b.table('trie');
    // Eight bytes of key: the prefix length, then the data.
    const key = (bits: number, last: number) => BigInt(bits) | (BigInt(last) << 32n);
    trie.set(key(8, 10), 8n);
    trie.set(key(16, 10 + (1 << 8)), 16n);
    assert.equal(trie.get(key(32, 10 + (1 << 8))), 16n);
    assert.equal(trie.get(key(32, 10 + (2 << 8))), 8n);
    assert.equal(trie.get(key(32, 11)), undefined);
  });
  it('facts: kind, type, sizes, fd', () => {
    const structs = b.table('structs');
    assert.deepEqual([structs.kind, mapTypeName(structs.type), structs.maxEntries], ['hash', 'BPF_MAP_TYPE_HASH', 64]);
    assert.equal(structs.keyType?.size, 16);
    assert.equal(structs.valueType?.kind, 'struct');
    assert.ok(structs.fd > 2 && structs.mapId > 0);
    assert.equal(b.table('slots').kind, 'histogram');
    assert.deepEqual(b.get('tiny'), b.table('tiny'));
    assert.throws(() => b.table('no_such' as 'tiny'), /no table no_such in this program \(there are: .*numbers/);
  });
  it('histograms as objects', () => {
    const [histogram] = b.table('slots').histToJson({ valType: 'usecs' });
    assert.deepEqual(histogram?.data[0], { 'interval-start': 0, 'interval-end': 1, count: 1 });
    assert.deepEqual(histogram?.data.at(-1), { 'interval-start': 512, 'interval-end': 1023, count: 1 });
    assert.equal(b.table('slots').histToJson({ kind: 'linear' })[0]?.data.length, 11);
  });
});

describe('tables with kernel objects in them', () => {
  it('cgroups, and stacks', () => {
    const groups = b.table('groups');
    groups.set(1, '/sys/fs/cgroup');
    b.attachKprobe({ event: 'security_path_mkdir', fnName: 'grouped' });
    makeDirectories(1);
    b.detachKprobe('security_path_mkdir');
    assert.equal(b.table('tiny').get(9), 1n);
    const { traces } = { traces: b.table('traces') };
    let depth = 0;
    for (let id = 0; id < 64; id++) depth += [...traces.walk(id)].length;
    assert.ok(depth > 3);
    assert.deepEqual([...traces.walk(-14)], []);
    traces.clear();
    for (let id = 0; id < 64; id++) assert.deepEqual([...traces.walk(id)], []);
    assert.equal(groups.delete(1), true);
  });
  it('counters of CPUs', () => {
    const c = new BPF<{ clocks: PerfArrayTable; value: ArrayTable<bigint> }>({ text: texts.counters });
    c.table('clocks').openPerfEvent(PerfType.SOFTWARE, PerfSWConfig.CPU_CLOCK);
    c.attachKprobe({ event: 'security_path_mkdir', fnName: 'read' });
    makeDirectories(1);
    const first = c.table('value').get(0);
    makeDirectories(1);
    const second = c.table('value').get(0);
    assert.ok(first > 0n && first < 1n << 62n, `${first}`);
    assert.notEqual(first, second);
    c.close();
  });
});
