import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walkedPath } from './walked-path.ts';

const whole = { walked: true, cut: false };
const paths = [
  ['name\0', { walked: false, cut: false }, 'name'],
  ['/etc/passwd\0', { walked: false, cut: false }, '/etc/passwd'],
  ['', { walked: false, cut: true }, ''],
  ['name\0sub\0dir\0', whole, '/dir/sub/name'],
  ['\0sub\0dir\0', whole, '/dir/sub'],
  ['name\0', whole, '/name'],
  ['\0', whole, '/'],
  ['name\0sub\0dir\0', { walked: true, cut: true }, '.../dir/sub/name'],
] as const;

for (const [names, walk, path] of paths) {
  test(`${JSON.stringify(names)}, ${JSON.stringify(walk)}, is ${JSON.stringify(path)}`, () => {
    assert.equal(walkedPath(Buffer.from(names), walk).toString(), path);
  });
}
