import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createMap, MapType, openPinnedMap, possibleCpus, Text, UpdateFlag } from '../../src/index.ts';
import { only, openProgram } from './fixture.ts';

const object = openProgram('maps');
only(object, 'on_mkdir', 'tail', 'tailed');
object.rodata.greeting = 'good day';
object.data.seed = 9;
object.load();
const { maps, programs } = object;
const cpus = possibleCpus();

describe('hash', () => {
  const key = (pid: number) => ({ pid, comm: Text.from(`task-${pid}`) });
  const value = (count: bigint) => ({ count, delta: -3, flags: Uint8Array.of(1, 2, 3, 255) });

  it('reads what was written', () => {
    assert.equal(maps.hash.get(key(1)), undefined);
    assert.equal(maps.hash.set(key(1), value(5n)), true);
    const read = maps.hash.get(key(1));
    assert.equal(read.count, 5n);
    assert.equal(read.delta, -3);
    assert.deepEqual([...read.flags], [1, 2, 3, 255]);
    assert.equal(maps.hash.has(key(1)), true);
  });

  it('says when a flag refused the update', () => {
    assert.equal(maps.hash.set(key(1), value(6n), UpdateFlag.noExist), false);
    assert.equal(maps.hash.set(key(2), value(6n), UpdateFlag.exist), false);
    assert.equal(maps.hash.set(key(2), value(6n), UpdateFlag.noExist), true);
  });

  it('deletes', () => {
    assert.equal(maps.hash.delete(key(2)), true);
    assert.equal(maps.hash.delete(key(2)), false);
  });

  it('gives all entries, drains and clears', () => {
    maps.hash.clear();
    for (let i = 0; i < 3001; i++) maps.hash.set(key(i), value(BigInt(i)));
    const entries = maps.hash.entries();
    assert.equal(entries.length, 3001);
    assert.equal(new Set(entries.map(([k]: [{ pid: number }]) => k.pid)).size, 3001);
    for (const [k, v] of entries) assert.equal(BigInt(k.pid), v.count);
    assert.equal(maps.hash.drain().length, 3001);
    assert.equal(maps.hash.keys().length, 0);
    for (let i = 0; i < 100; i++) maps.hash.set(key(i), value(0n));
    maps.hash.clear();
    assert.deepEqual(maps.hash.keys(), []);
  });

  it('says that it is full', () => {
    assert.throws(
      () => {
        for (let i = 0; i <= 4096; i++) maps.hash.set(key(i), value(0n));
      },
      { code: 'E2BIG', message: 'cannot write map hash: it is full (4096 entries)' },
    );
    maps.hash.clear();
  });

  it('refuses a value that does not fit', () => {
    assert.throws(() => maps.hash.set({ pid: -1 }, value(0n)), RangeError);
    assert.throws(() => maps.hash.set({ pidd: 1 }, value(0n)), TypeError);
  });

  it('works as LRU and per CPU', () => {
    for (let i = 0; i < 2000; i++) maps.lru_hash.set(i, BigInt(i));
    assert.ok(maps.lru_hash.keys().length <= 1024);
    const values = Array.from({ length: cpus }, (_, cpu) => BigInt(cpu + 40));
    maps.per_cpu_hash.set(3, values);
    assert.deepEqual(maps.per_cpu_hash.get(3), values);
    assert.deepEqual(maps.per_cpu_hash.drain(), [[3, values]]);
    assert.deepEqual(maps.per_cpu_hash.entries(), []);
  });
});

describe('array', () => {
  it('reads, writes, drains', () => {
    assert.equal(maps.array.length, 3000);
    assert.equal(maps.array.get(3000), undefined);
    assert.throws(() => maps.array.set(3000, { count: 0n }), /no element 3000, it has 3000/);
    maps.array.set(2999, { count: 11n });
    assert.equal(maps.array.values()[2999].count, 11n);
    assert.equal(maps.array.drain().length, 3000);
    assert.equal(maps.array.get(2999).count, 0n);
  });

  it('works per CPU, values of 8 bytes and of 1', () => {
    const values = Array.from({ length: cpus }, (_, cpu) => BigInt(cpu));
    maps.per_cpu_array.set(15, values);
    assert.deepEqual(maps.per_cpu_array.get(15), values);
    assert.equal(maps.per_cpu_array.values().length, 16);
    maps.per_cpu_small.set(1, new Array(cpus).fill(200));
    assert.deepEqual(maps.per_cpu_small.get(1), new Array(cpus).fill(200));
    maps.per_cpu_array.clear();
    assert.equal(maps.per_cpu_array.get(15)[0], 0n);
  });
});

describe('other kinds', () => {
  it('trie', () => {
    const prefix = (bits: number, ...address: number[]) => ({ bits, address: Uint8Array.from(address) });
    maps.trie.set(prefix(8, 10, 0, 0, 0), 1);
    maps.trie.set(prefix(16, 10, 1, 0, 0), 2);
    assert.equal(maps.trie.get(prefix(32, 10, 1, 2, 3)), 2);
    assert.equal(maps.trie.get(prefix(32, 10, 9, 2, 3)), 1);
    assert.equal(maps.trie.get(prefix(32, 11, 9, 2, 3)), undefined);
    assert.equal(maps.trie.keys().length, 2);
    maps.trie.clear();
    assert.equal(maps.trie.keys().length, 0);
  });

  it('queue and stack', () => {
    for (const value of [1n, 2n, 3n]) {
      maps.queue.push(value);
      maps.stack.push(value);
    }
    assert.equal(maps.queue.peek(), 1n);
    assert.deepEqual(maps.queue.drain(), [1n, 2n, 3n]);
    assert.deepEqual(maps.stack.drain(), [3n, 2n, 1n]);
    assert.equal(maps.queue.pop(), undefined);
  });

  it('program array', () => {
    const data = new Uint8Array(64);
    assert.equal(programs.tail!.testRun({ data }).result, 0);
    maps.tail_calls.set(0, programs.tailed!.fd);
    assert.equal(programs.tail!.testRun({ data }).result, 1);
    assert.equal(maps.tail_calls.delete(0), true);
    assert.equal(programs.tail!.testRun({ data }).result, 0);
  });

  it('map of maps', () => {
    using inner = createMap({ type: MapType.array, name: 'inner', keySize: 4, valueSize: 8, maxEntries: 4 });
    maps.maps_by_number.set(7, inner);
    assert.equal(maps.maps_by_number.delete(7), true);
    assert.equal(maps.maps_by_number.delete(7), false);
  });

  it('stack traces and cgroups', () => {
    maps.cgroups.setPath(0, '/sys/fs/cgroup');
    const link = programs.on_mkdir!.attach();
    mkdirSync('/tmp/for-a-stack');
    rmSync('/tmp/for-a-stack', { recursive: true });
    link.close();
    const id = maps.array.get(5).delta;
    assert.ok(id > 0, `stack id ${id}`);
    const stack = maps.stacks.get(id);
    assert.ok(stack.length > 3 && stack.every((address: bigint) => address > 0xffff_0000_0000_0000n));
    assert.equal(maps.stacks.get(-14), undefined);
    maps.stacks.clear();
    assert.equal(maps.stacks.get(id), undefined);
    assert.throws(() => maps.cgroups.setPath(0, '/no/such'), /cannot open cgroup \/no\/such: no such directory/);
    assert.throws(() => maps.cgroups.setPath(0, '/tmp'), { name: 'BpfError' });
  });

  it('global variables', () => {
    assert.equal(object.rodata.greeting.toString(), 'good day');
    assert.throws(() => {
      object.rodata.records_per_run = 3;
    }, /cannot set records_per_run: it is constant once the object is loaded/);
    assert.equal(object.data.seed, 9);
    object.data.seed = 10;
    assert.equal(object.data.seed, 10);
    object.bss.runs = 99n;
    assert.equal(object.bss.runs, 99n);
  });
});

describe('pinning', () => {
  const path = '/sys/fs/bpf/core-test';

  it('another object, and any program, can use a pinned map', () => {
    maps.lru_hash.pin(path);
    maps.lru_hash.set(77, 770n);
    const second = openProgram('maps');
    only(second);
    second.maps.lru_hash.reuse(path);
    second.load();
    assert.equal(second.maps.lru_hash.get(77), 770n);
    assert.equal(second.maps.lru_hash.id, maps.lru_hash.id);
    second.close();
    // biome-ignore lint/suspicious/noExplicitAny: untyped
    using pinned = openPinnedMap<any>(path);
    assert.equal(pinned.maxEntries, 1024);
    assert.equal(pinned.get(Uint8Array.of(77, 0, 0, 0)).length, 8);
  });

  it('a map of another shape is refused', () => {
    const other = openProgram('maps');
    assert.throws(() => other.maps.hash.reuse(path), /as hash: it is not a pinned map of type 1 with 20-byte keys/);
    assert.throws(() => other.maps.hash.reuse('/sys/fs/bpf/none'), /none as hash: no such file/);
    writeFileSync('/tmp/plain-file', '');
    assert.throws(() => other.maps.hash.reuse('/tmp/plain-file'), /as hash: it is no pinned map/);
    assert.throws(() => maps.hash.pin('/tmp/pinned-here'), /not in a BPF file system/);
    other.close();
    maps.lru_hash.unpin(path);
    assert.throws(() => openPinnedMap(path), /no such file/);
  });
});
