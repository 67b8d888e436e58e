import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walkedPath } from './walked-path.ts';

const paths = [
  ['name\0', 'name'],
  ['/etc/passwd\0', '/etc/passwd'],
  ['name\0sub\0dir\0', '/dir/sub/name'],
  ['\0sub\0dir\0', '/dir/sub'],
  ['', ''],
] as const;

for (const [names, path] of paths) {
  test(`${JSON.stringify(names)} is ${JSON.stringify(path)}`, () => {
    assert.equal(walkedPath(Buffer.from(names)).toString(), path);
  });
}
