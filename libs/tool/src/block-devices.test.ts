import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockDevices, type DeviceTree } from './block-devices.ts';

const files: Record<string, string> = {
  'vda/dev': '254:0',
  'vda1/dev': '254:1',
  'vdb/dev': '254:16',
  'dm-0/dev': '253:0',
  'dm-0/dm/name': 'home',
};
const slaves: Record<string, string[]> = { 'dm-0': ['vda1', 'vdb'] };
const tree: DeviceTree = {
  list: (path) =>
    path === '/sys/class/block' ? ['vda', 'vda1', 'vdb', 'dm-0'] : (slaves[path.split('/').at(-2) ?? ''] ?? []),
  read: (path) => files[path.replace('/sys/class/block/', '')],
};

const major = (number: number) => number * 2 ** 20;

for (const [name, expected] of [
  ['vda', [major(254)]],
  ['/dev/vda1', [major(254) + 1]],
  ['home', [major(254) + 1, major(254) + 16]],
  ['/dev/mapper/home', [major(254) + 1, major(254) + 16]],
  ['dm-0', [major(254) + 1, major(254) + 16]],
] as const) {
  test(`${name} is ${expected.length} device(s)`, () => {
    assert.deepEqual(blockDevices(name, tree), expected);
  });
}

test('an unknown disk is an error', () => {
  assert.throws(() => blockDevices('sdz', tree), { message: "no such disk 'sdz' (try: lsblk)" });
});
