import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Attachments, attachEach, probeLimit } from './attachments.ts';
import { trampolineName } from './trampolines.ts';

const attachments = new Attachments();
const closed: string[] = [];
const link = (name: string) => ({ close: () => closed.push(name) });

afterEach(() => {
  attachments.removeAll();
  closed.length = 0;
  delete process.env.BCC_PROBE_LIMIT;
});

describe('what is attached', () => {
  test('is detached by target, of one function or of all', () => {
    attachments.add('kprobe', 'vfs_read', 'a', () => link('a'));
    attachments.add('kprobe', 'vfs_read', 'b', () => link('b'));
    attachments.add('kretprobe', 'vfs_read', 'c', () => link('c'));
    attachments.remove('kprobe', 'vfs_read', 'b');
    assert.deepEqual(closed, ['b']);
    attachments.remove('kprobe', 'vfs_read');
    assert.deepEqual(closed, ['b', 'a']);
    assert.equal(attachments.count('kprobe', 'kretprobe'), 1);
    assert.throws(() => attachments.remove('kprobe', 'vfs_read', 'a'), /kprobe vfs_read: it is not attached by a/);
  });

  test('is not remembered when attaching fails', () => {
    const fail = () => {
      throw new Error('no');
    };
    assert.throws(() => attachments.add('kprobe', 'x', 'f', fail), /no/);
    assert.equal(attachments.count('kprobe'), 0);
  });

  test('is limited in number over all kinds of probes, and detaching makes room', () => {
    process.env.BCC_PROBE_LIMIT = '2';
    const other = new Attachments();
    attachments.add('kprobe', 'a', 'f', () => link('a'));
    other.add('uretprobe', 'b', 'f', () => link('b'));
    attachments.add('tracepoint', 'c:d', 'f', () => link('c'));
    assert.throws(() => attachments.reserve(1), /1 more probes: 2 of 2 are open \(see BCC_PROBE_LIMIT\)/);
    other.removeAll();
    attachments.reserve(1);
  });
});

test('the limit is 1000 unless the environment says a number', () => {
  assert.deepEqual([{}, { BCC_PROBE_LIMIT: '7' }, { BCC_PROBE_LIMIT: 'x' }].map(probeLimit), [1000, 7, 1000]);
});

describe('attaching by pattern', () => {
  test('leaves out what cannot be probed', () => {
    const done: number[] = [];
    attachEach('kprobe x', 'f', [1, 2, 3], (place) => {
      if (place === 2) throw new Error('no');
      done.push(place);
    });
    assert.deepEqual(done, [1, 3]);
  });

  test('fails when nothing matches, or nothing can be probed', () => {
    const fail = () => {
      throw new Error('not traceable');
    };
    assert.throws(() => attachEach('kprobe x', 'f', [], fail), /cannot attach f to kprobe x: nothing matches/);
    assert.throws(() => attachEach('kprobe x', 'f', [1, 2], fail), /none of 2 can be probed, the first: not traceable/);
  });
});

test('the prefix of a macro may be left out', () => {
  const known = new Set(['kfunc__vmlinux__vfs_read', 'lsm__path_mkdir']);
  assert.equal(trampolineName('kfunc', 'vfs_read', known), 'kfunc__vmlinux__vfs_read');
  assert.equal(trampolineName('lsm', 'path_mkdir', known), 'lsm__path_mkdir');
  assert.equal(trampolineName('lsm', 'lsm__path_mkdir', known), 'lsm__path_mkdir');
  assert.equal(trampolineName('lsm', 'other', known), 'other');
});
