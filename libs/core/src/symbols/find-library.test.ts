import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findLibrary } from './find-library.ts';
import { parseLdCache } from './ld-cache.ts';
import { resolveInRoot } from './process-root.ts';

interface Entry {
  name: string;
  path: string;
  flags?: number;
  hwcap?: bigint;
}

/** A cache as ldconfig writes it, optionally behind one in the old format. */
function cache(entries: Entry[], old = false): Buffer {
  const header = Buffer.alloc(48);
  header.write('glibc-ld.so.cache1.1');
  header.writeUInt32LE(entries.length, 20);
  const table = Buffer.alloc(24 * entries.length);
  let strings = '';
  const text = (value: string) => {
    const at = header.length + table.length + strings.length;
    strings += `${value}\0`;
    return at;
  };
  entries.forEach(({ name, path, flags = 0x0303, hwcap = 0n }, i) => {
    table.writeUInt32LE(flags, i * 24);
    table.writeUInt32LE(text(name), i * 24 + 4);
    table.writeUInt32LE(text(path), i * 24 + 8);
    table.writeBigUInt64LE(hwcap, i * 24 + 16);
  });
  const before = Buffer.alloc(old ? 40 : 0);
  before.write(old ? 'ld.so-1.7.0' : '');
  return Buffer.concat([before, header, table, Buffer.from(strings)]);
}

describe('the dynamic linker’s cache', () => {
  const entries: Entry[] = [
    { name: 'libz.so.1', path: '/lib/special/libz.so.1', hwcap: 1n << 62n },
    { name: 'libz.so.1', path: '/lib/libz.so.1' },
    { name: 'libz.so.1', path: '/lib32/libz.so.1', flags: 0x0003 },
    { name: 'libarm.so.1', path: '/lib/libarm.so.1', flags: 0x0a03 },
  ];
  for (const old of [false, true]) {
    it(`is read${old ? ' behind one in the old format' : ''}`, () => {
      assert.deepEqual(parseLdCache(cache(entries, old), 'x64'), [
        { name: 'libz.so.1', path: '/lib/libz.so.1' },
        { name: 'libz.so.1', path: '/lib/special/libz.so.1' },
      ]);
      assert.deepEqual(parseLdCache(cache(entries, old), 'arm64'), [{ name: 'libarm.so.1', path: '/lib/libarm.so.1' }]);
    });
  }

  it('may be damaged', () => {
    const whole = cache(entries);
    for (let length = 0; length < whole.length; length++) parseLdCache(whole.subarray(0, length), 'x64');
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 0xff;
      parseLdCache(changed, 'x64');
    }
    assert.deepEqual(parseLdCache(Buffer.alloc(0)), []);
    assert.deepEqual(parseLdCache(Buffer.from('ld.so-1.7.0')), []);
  });

  it('agrees with ldconfig about this machine', {
    skip: process.arch !== 'x64' && 'the format of its listing differs',
  }, () => {
    const listing = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
    for (const name of ['libc.so.6', 'libm.so.6']) {
      const path = new RegExp(`^\\t${RegExp.escape(name)} \\(libc6,x86-64[^)]*\\) => (.*)$`, 'm').exec(listing)?.[1];
      assert.equal(findLibrary(name), path);
    }
  });
});

describe('libraries', () => {
  it('have many names', () => {
    const expected = findLibrary('libc.so.6')!;
    assert.match(expected, /\/libc\.so\.6$/);
    for (const name of ['c', 'libc', 'libc.so', 'c.so.6']) assert.equal(findLibrary(name), expected, name);
  });

  it('that do not exist are undefined', () => {
    for (const name of ['nothing', 'libc.so.7', '', 'lib', '..', '*']) assert.equal(findLibrary(name), undefined, name);
  });

  it('given as a path are that path', () => {
    assert.equal(findLibrary('/opt/x/libodd.so'), '/opt/x/libodd.so');
    assert.equal(findLibrary('./libodd.so'), './libodd.so');
    assert.equal(findLibrary('/bin/sh', { pid: process.pid }), '/bin/sh');
    assert.equal(findLibrary('/nonexistent', { pid: process.pid }), undefined);
  });

  it('that a process has loaded come first', () => {
    assert.match(findLibrary('c', { pid: process.pid })!, /^\/.*\/libc\.so\.6$/);
    assert.match(findLibrary('stdc++', { pid: process.pid })!, /libstdc\+\+\.so\.6/);
  });

  it('of a process that does not exist are undefined', () => {
    assert.equal(findLibrary('c', { pid: 2 ** 30 }), undefined);
  });
});

describe('paths in another root directory', () => {
  const root = mkdtempSync(join(tmpdir(), 'bcc-ts-root-'));
  after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  writeFileSync(join(root, 'usr/lib/libx.so.1.2'), '');
  symlinkSync('usr/lib', join(root, 'lib'));
  symlinkSync('/usr/lib/libx.so.1.2', join(root, 'usr/lib/libx.so.1'));
  symlinkSync('libx.so.1', join(root, 'usr/lib/libx.so'));
  symlinkSync('../../../../../etc/passwd', join(root, 'usr/lib/outside'));
  symlinkSync('loop', join(root, 'loop'));

  const cases: [string, string][] = [
    ['/usr/lib/libx.so.1.2', '/usr/lib/libx.so.1.2'],
    ['/lib/libx.so', '/usr/lib/libx.so.1.2'],
    ['/usr/lib/outside', '/etc/passwd'],
    ['/../../usr/./lib//libx.so', '/usr/lib/libx.so.1.2'],
    ['/not/there', '/not/there'],
  ];
  for (const [path, expected] of cases) {
    it(`${path} is ${expected} in it`, () => assert.equal(resolveInRoot(root, path), root + expected));
  }

  it('that lead in circles are an error', () => {
    assert.throws(() => resolveInRoot(root, '/loop'), { code: 'ELOOP' });
  });

  it('stay as they are without one', () => {
    assert.equal(resolveInRoot('', '/lib/x'), '/lib/x');
  });
});
