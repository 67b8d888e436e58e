import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FileSource, MemorySource } from './byte-source.ts';

const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-source-'));
after(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'file');
writeFileSync(path, 'twelve bytes');

const isOpen = () =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  });

for (const [name, make] of [
  ['a file', () => new FileSource(path)],
  ['memory', () => new MemorySource(Buffer.from('twelve bytes'))],
] as const) {
  it(`${name} is read in pieces, up to its end`, () => {
    const source = make();
    assert.equal(source.size, 12);
    const cases: [number, number, string][] = [
      [0, 6, 'twelve'],
      [7, 100, 'bytes'],
      [12, 1, ''],
      [1000, 1, ''],
    ];
    for (const [offset, length, text] of cases) assert.equal(source.read(offset, length).toString(), text);
    source.close();
    source.close();
  });
}

it('a closed file is not read, whatever has its number', () => {
  const source = new FileSource(path);
  source.close();
  assert.throws(() => source.read(0, 1), { code: 'EBADF' });
});

it('a forgotten file is closed by the collector', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  (() => new FileSource(path))();
  assert.ok(isOpen());
  for (let i = 0; i < 100 && isOpen(); i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(!isOpen());
});

it('directories and devices are refused', () => {
  assert.throws(() => new FileSource(directory), { code: 'EINVAL' });
  assert.throws(() => new FileSource('/dev/zero'), { code: 'EINVAL' });
});
