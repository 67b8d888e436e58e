import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bundledPackages } from '../licenses/npm-packages.ts';
import { buildDeb, type DebOptions } from './build-deb.ts';
import { currentRelease } from './release.ts';

const work = mkdtempSync(join(tmpdir(), 'bcc-ts-deb-test-'));
after(() => rmSync(work, { recursive: true }));
const script = join(work, 'script');
writeFileSync(script, '#!/bin/sh\n');

const options: DebOptions = {
  control: {
    package: 'bcc-ts-sample',
    version: '1.0',
    architecture: 'all',
    maintainer: 'A <a@b.example>',
    depends: 'libc6',
    description: { synopsis: 'Sample', text: 'A sample.' },
  },
  files: [
    { path: 'usr/sbin/sample', link: '../lib/sample/script' },
    { path: 'usr/lib/sample/script', copy: script, mode: 0o755 },
    { path: 'usr/share/doc/sample/copyright', content: 'free\n' },
  ],
  time: 1_000_000_000,
};

test('a package has the files it is given, owned by root and with one time', async () => {
  const deb = await buildDeb(join(work, 'one'), options);
  const listing = execFileSync('dpkg-deb', ['--contents', deb], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
  const rows = listing
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('d'));
  assert.deepEqual(
    rows.map((row) => row.replace(/\s+/g, ' ')),
    [
      '-rwxr-xr-x root/root 10 2001-09-09 01:46 ./usr/lib/sample/script',
      '-rw-r--r-- root/root 5 2001-09-09 01:46 ./usr/share/doc/sample/copyright',
      'lrwxrwxrwx root/root 0 2001-09-09 01:46 ./usr/sbin/sample -> ../lib/sample/script',
    ],
  );
});

test('the same package twice is the same file, whatever the umask, and nothing else is left', async () => {
  const other = { ...options, files: [...options.files].reverse() };
  const one = await buildDeb(join(work, 'one'), options);
  const umask = process.umask(0o077);
  const two = await buildDeb(join(work, 'two'), other).finally(() => process.umask(umask));
  assert.ok(readFileSync(one).equals(readFileSync(two)));
  assert.deepEqual(readdirSync(join(work, 'two')), ['bcc-ts-sample_1.0_all.deb']);
});

test('every npm package that a tool may carry has a licence', () => {
  const packages = bundledPackages();
  assert.ok(packages.some(({ name }) => name === 'yargs-parser'));
  for (const { name, text } of packages) assert.ok(text.length > 200, name);
});

test('a release takes date and maintainer from the environment first', () => {
  const environment = { SOURCE_DATE_EPOCH: '1000000000', DEBEMAIL: 'a@b.example', DEBFULLNAME: 'A B' };
  const { time, maintainer } = currentRelease(environment);
  assert.deepEqual({ time, maintainer }, { time: 1_000_000_000, maintainer: 'A B <a@b.example>' });
});
