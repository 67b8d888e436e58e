import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { cacheFolder, openCache } from './object-cache.ts';

const stored = (size = 100) => ({
  image: new Uint8Array(size).fill(7),
  programs: [{ name: 'p', section: 'fn/p', kind: 'function' as const }],
  maps: [{ name: 'm', kind: 'hash' }],
  license: 'GPL',
  reads: 3,
  warnings: ['text:1:1: warning: x'],
  compiler: 'clang 19',
});

describe('cache of compiled programs', () => {
  let base: string;
  let folder: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'bcc-ts-cache-'));
    folder = join(base, 'programs');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('gives back what was kept', () => {
    openCache(folder)!.write('a', stored());
    assert.deepEqual(openCache(folder)!.read('a'), stored());
    assert.equal(openCache(folder)!.read('b'), undefined);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, 'a')).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ['a']);
  });

  it('drops an entry with any byte changed or missing', () => {
    const cache = openCache(folder)!;
    cache.write('a', stored());
    const good = readFileSync(join(folder, 'a'));
    for (let at = 0; at < good.length; at += 11) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1;
      writeFileSync(join(folder, 'a'), bad, { mode: 0o600 });
      assert.equal(cache.read('a'), undefined);
      assert.deepEqual(readdirSync(folder), []);
      writeFileSync(join(folder, 'a'), good.subarray(0, at), { mode: 0o600 });
      assert.equal(cache.read('a'), undefined);
    }
    cache.write('a', stored());
    assert.deepEqual(cache.read('a'), stored());
  });

  it('is not used when others may write to it', () => {
    openCache(folder)!.write('a', stored());
    chmodSync(folder, 0o777);
    assert.equal(openCache(folder), undefined);
    chmodSync(folder, 0o700);
    chmodSync(base, 0o777);
    assert.equal(openCache(folder), undefined);
    chmodSync(base, 0o1777);
    assert.ok(openCache(folder));
    chmodSync(base, 0o700);
    chmodSync(join(folder, 'a'), 0o666);
    assert.equal(openCache(folder)!.read('a'), undefined);
  });

  it('follows no link', () => {
    openCache(folder)!.write('a', stored());
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    assert.equal(openCache(folder)!.read('b'), undefined);
    symlinkSync(folder, join(base, 'link'));
    assert.equal(openCache(join(base, 'link')), undefined);
  });

  it('keeps what was used last when there is too much', () => {
    const cache = openCache(folder, 20)!;
    for (let index = 0; index < 20; index++) {
      cache.write(`e${index}`, stored(10));
      utimesSync(join(folder, `e${index}`), 1000 + index, 1000 + index);
    }
    writeFileSync(join(folder, '.left'), 'x');
    utimesSync(join(folder, '.left'), 1, 1);
    assert.ok(cache.read('e0'));
    cache.write('new', stored(10));
    const names = readdirSync(folder);
    assert.equal(names.length, 20);
    assert.ok(names.includes('e0') && names.includes('new') && !names.includes('e1') && !names.includes('.left'));
  });

  it('lies where the environment says, and for root in /var/cache', () => {
    assert.equal(cacheFolder({}, 0), '/var/cache/bcc-ts');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 1000), '/x/bcc-ts/programs');
    assert.equal(cacheFolder({ BCC_TS_CACHE: '/y' }, 0), '/y');
    assert.match(cacheFolder({ XDG_CACHE_HOME: 'relative' }, 1000), /\.cache\/bcc-ts\/programs$/);
  });

  it('that cannot be made is none', () => {
    writeFileSync(join(base, 'file'), '');
    assert.equal(openCache(join(base, 'file', 'programs')), undefined);
  });
});
