import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached, cacheRoot, contentKey, entryDirectory } from './cache.ts';

const home = mkdtempSync(join(tmpdir(), 'cache-test-'));
const outside = process.env.XDG_CACHE_HOME;
const quiet = () => {};

before(() => {
  process.env.XDG_CACHE_HOME = home;
});
after(() => {
  if (outside === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = outside;
  rmSync(home, { recursive: true });
});

test('the cache is below XDG_CACHE_HOME', () => {
  assert.equal(cacheRoot(), join(home, 'bcc-ts'));
});

test('a key depends on every part, on their order and on where one ends', () => {
  const keys = [['a', 'b'], ['b', 'a'], ['ab'], ['ab', ''], ['a', 'b', '']].map((parts) => contentKey(...parts));
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(contentKey('a', 'b'), keys[0]);
  assert.match(keys[0] ?? '', /^[0-9a-f]{16}$/);
});

test('an entry is built once and found after that', async () => {
  let builds = 0;
  const entry = {
    thing: 'once',
    key: 'k',
    build: async (directory: string) => writeFileSync(join(directory, 'file'), String(++builds)),
  };
  const directory = await cached(entry, quiet);
  assert.equal(await cached(entry, quiet), directory);
  assert.equal(readFileSync(join(directory, 'file'), 'utf8'), '1');
});

test('a build that fails leaves no entry, and the next one starts from nothing', async () => {
  const fail = async (directory: string) => {
    writeFileSync(join(directory, 'half'), '');
    throw new Error('disk full');
  };
  await assert.rejects(cached({ thing: 'failing', key: 'k', build: fail }, quiet), /disk full/);
  let found: string[] = ['?'];
  const build = async (directory: string) => {
    found = readdirSync(directory);
  };
  await cached({ thing: 'failing', key: 'k', build }, quiet);
  assert.deepEqual(found, []);
});

test('what a killed builder left behind is removed by the next', async () => {
  mkdirSync(`${entryDirectory('killed', 'k')}.tmp-999999999`, { recursive: true });
  await cached({ thing: 'killed', key: 'k', build: async () => {} }, quiet);
  const names = readdirSync(join(cacheRoot(), 'killed')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(names, ['k']);
});

test('two builders of one entry build it once; the one that waits says so', async () => {
  let builds = 0;
  const messages: string[] = [];
  const entry = {
    thing: 'twice',
    key: 'k',
    build: async () => {
      builds++;
      await sleep(600);
    },
  };
  await Promise.all([0, 1].map(() => cached(entry, (message) => messages.push(message))));
  assert.equal(builds, 1);
  assert.deepEqual(messages, ['waiting for another process that makes twice k']);
});

test('entries that were not used for two weeks are removed when another is made', async () => {
  const make = (key: string) => cached({ thing: 'aging', key, build: async () => {} }, quiet);
  const day = 86_400_000;
  utimesSync(await make('old'), new Date(Date.now() - 15 * day), new Date(Date.now() - 15 * day));
  utimesSync(await make('used'), new Date(Date.now() - 13 * day), new Date(Date.now() - 13 * day));
  await make('new');
  const names = readdirSync(join(cacheRoot(), 'aging')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(names.sort(), ['new', 'used']);
});
