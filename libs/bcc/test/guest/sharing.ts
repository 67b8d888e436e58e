import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readlinkSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type ArrayTable, BPF, type HashTable, supportFmodRet } from '../../src/index.ts';
import { makeDirectories } from './fixture.ts';
import * as texts from './shared-texts.ts';

interface Own {
  own_pid: ArrayTable<number>;
}

/** A program that heeds this process only. */
function own<T extends Own>(text: string): BPF<T> {
  const b = new BPF<Own>({ text });
  b.table('own_pid').set(0, process.pid);
  return b as unknown as BPF<T>;
}

interface Common extends Own {
  common: HashTable<number, bigint>;
  either: ArrayTable<bigint>;
}

describe('tables shared by programs of one process', () => {
  it('extern takes what another BPF gives, as long as that is open', () => {
    assert.throws(() => new BPF({ text: texts.taking }), /cannot find extern table common: no open BPF .* shares one/);
    const giver = own<Common>(texts.giving);
    const taker = own<Common>(texts.taking);
    try {
      assert.equal(taker.table('common').mapId, giver.table('common').mapId);
      makeDirectories(3);
      assert.deepEqual(giver.table('common').items().sort(), [
        [1, 3n],
        [2, 3n],
      ]);
      assert.equal(taker.table('common').get(1), 3n);
      assert.throws(() => new BPF({ text: texts.takingWrongSizes }), /with 8-byte keys .* shared with 4-byte keys/);
    } finally {
      giver.close();
    }
    // The taker goes on; the map is there as long as one program uses it.
    makeDirectories(1);
    taker.close();
    assert.throws(() => new BPF({ text: texts.taking }), /cannot find extern table common/);
  });
  it('a table that is declared as shared is one for all', () => {
    const first = own<Common>(texts.giving);
    const second = own<Common>(texts.taking);
    try {
      makeDirectories(2);
      assert.equal(first.table('either').mapId, second.table('either').mapId);
      assert.deepEqual(first.table('either').values(), [0n, 2n, 2n, 0n]);
      assert.equal(second.table('either').kind, 'array');
    } finally {
      second.close();
      first.close();
    }
  });
  it('a key of another type or size is refused', () => {
    const b = own<Common>(texts.giving);
    try {
      const table = b.table('common') as HashTable<unknown, unknown>;
      assert.throws(() => table.set(2 ** 32, 1n), RangeError);
      assert.throws(() => table.get('one'), TypeError);
      assert.throws(() => table.set({ id: 1 }, 1n), TypeError);
      assert.throws(() => table.set(1, 2n ** 64n), RangeError);
      assert.equal(b.table('common').size, 0);
    } finally {
      b.close();
    }
  });
});

describe('tasks of containers', () => {
  after(() => {
    for (const path of [texts.cgroupPin, texts.namespacePin]) rmSync(path, { force: true });
  });
  interface Filtered extends Own {
    cgroupset: HashTable<bigint, bigint>;
    mount_ns_set: HashTable<bigint, number>;
    counted: ArrayTable<bigint>;
  }
  const counted = (b: BPF<Filtered>, count: number) => {
    b.table('counted').clear();
    makeDirectories(count);
    return b.table('counted').get(0);
  };

  it('a set of cgroups', () => {
    const group = readFileSync('/proc/self/cgroup', 'utf8').match(/^0::(.*)$/m)![1]!;
    const id = statSync(join('/sys/fs/cgroup', group), { bigint: true }).ino;
    const b = own<Filtered>(texts.ofCgroups);
    assert.equal(counted(b, 3), 0n);
    b.table('cgroupset').set(id, 0n);
    assert.equal(counted(b, 3), 3n);
    b.table('cgroupset').delete(id);
    assert.equal(counted(b, 3), 0n);
    assert.ok(statSync(texts.cgroupPin));
    b.close();
  });
  it('a set of mount namespaces', () => {
    const id = BigInt(readlinkSync('/proc/self/ns/mnt').match(/\d+/)![0]);
    const b = own<Filtered>(texts.ofNamespaces);
    assert.equal(counted(b, 2), 0n);
    b.table('mount_ns_set').set(id, 0);
    assert.equal(counted(b, 2), 2n);
    b.close();
  });
  it('no set filters nothing', () => {
    const b = own<Filtered>(texts.ofAll);
    assert.equal(counted(b, 2), 2n);
    b.close();
  });
});

describe('text compared in the program', () => {
  it('STRCMP', () => {
    const b = new BPF<{ counted: ArrayTable<bigint> }>({ text: texts.comparing });
    for (const name of ['needle', 'needles', 'needl', 'needle']) {
      mkdirSync(`/tmp/${name}`);
      rmdirSync(`/tmp/${name}`);
    }
    assert.equal(b.table('counted').get(0), 2n);
    b.close();
  });
});

describe('programs that answer', () => {
  const make = (mode: number) => {
    mkdirSync('/tmp/bcc-ts-answer', { mode });
    rmdirSync('/tmp/bcc-ts-answer');
  };
  it('KMOD_RET changes a result, attached by hand', () => {
    assert.equal(supportFmodRet(), true);
    const b = new BPF({ text: texts.answering });
    make(0o701);
    b.attachFmodRet('security_path_mkdir');
    assert.throws(() => make(0o701), { code: 'EPERM' });
    make(0o755);
    assert.throws(() => b.attachFmodRet('security_path_mkdir'), /attached already/);
    b.detachFmodRet('kmod_ret__security_path_mkdir');
    make(0o701);
    b.close();
  });
  it('BPF_ITER writes what is read', () => {
    const b = new BPF({ text: texts.iterating });
    for (let i = 0; i < 2; i++) {
      const lines = b.readIter('task').toString().split('\n');
      assert.ok(lines.includes(`pid=${process.pid} tgid=${process.pid}`));
      assert.ok(lines.includes('pid=1 tgid=1'));
      assert.ok(lines.length > 20);
    }
    b.close();
  });
});
