import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { deviceOfMount, directoryIdentity } from './directory-identity.ts';

test('a mount is found by its id, whole', () => {
  const mounts = '122 1 0:27 / / rw - overlay none rw\n22 1 254:16 / /mnt rw - ext4 /dev/vdb rw\n';
  assert.equal(deviceOfMount(mounts, '22'), (254 << 20) | 16);
  assert.throws(() => deviceOfMount(mounts, '2'), /mount 2/);
});

test('a directory has an inode on a file system', () => {
  assert.equal(directoryIdentity('/proc').inode, statSync('/proc', { bigint: true }).ino);
  assert.ok(directoryIdentity('/proc').device > 0);
  assert.throws(() => directoryIdentity('/nowhere'), /cannot use directory \/nowhere: No such file/);
  assert.throws(() => directoryIdentity('/proc/version'), /Not a directory/);
});
