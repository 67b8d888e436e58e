import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UsdtLocation } from '@bcc-ts/core';
import { usdtProbesOf } from './probes.ts';
import { USDT, type UsdtFiles } from './usdt.ts';

const location = { address: 16n, offset: 16n, arguments: [], argumentFormat: '' } as UsdtLocation;
const probe = (provider: string, name: string) => ({ provider, name, locations: [location], semaphore: undefined });
const contents: Record<string, ReturnType<typeof probe>[]> = {
  '/proc/7/root/bin/a': [probe('python', 'call'), probe('python', 'line')],
  '/proc/7/root/lib/b': [probe('python', 'call'), probe('other', 'line')],
};
const files: UsdtFiles = {
  mapped: (pid) => {
    if (pid !== 7) throw new Error('ENOENT');
    return [...Object.keys(contents), '/proc/7/root/etc/data'];
  },
  probes: (path) => {
    const found = contents[path];
    if (!found) throw new Error('not an ELF file');
    return usdtProbesOf(path, { usdtProbes: () => found });
  },
  resolve: (name) => `/proc/7/root/bin/${name}`,
};

describe('USDT', () => {
  test('of a process are the probes of all files it has mapped', () => {
    const usdt = new USDT({ pid: 7 }, files);
    assert.deepEqual(
      usdt.enumerateProbes().map((found) => found.shortName()),
      ['python:call', 'python:line', 'python:call', 'other:line'],
    );
    usdt.enableProbe('call', 'on_call');
    assert.deepEqual(usdt.uses, [
      { provider: 'python', name: 'call', paths: Object.keys(contents), fnName: 'on_call', pid: 7 },
    ]);
  });

  test('of a file are its own', () => {
    const usdt = new USDT({ path: 'a' }, files);
    usdt.enableProbe('python:line', 'on_line');
    assert.deepEqual(usdt.uses[0]?.paths, ['/proc/7/root/bin/a']);
    const [first] = usdt.enumerateProbes();
    assert.deepEqual([first?.numLocations, first?.numArguments, first?.semaphore], [1, 0, 0n]);
    assert.throws(() => first?.getLocation(1), RangeError);
  });

  test('know the C types of arguments, the largest of all places', () => {
    const at = (...sizes: number[]) => ({
      ...location,
      arguments: sizes.map((size) => ({ size: Math.abs(size), signed: size < 0, float: false })),
    });
    const call = {
      ...probe('python', 'call'),
      locations: [at(-4, 8), at(-4, 8, 1), at(-8, 2)] as unknown as UsdtLocation[],
    };
    const usdt = new USDT(
      { path: 'a' },
      { ...files, probes: (path) => usdtProbesOf(path, { usdtProbes: () => [call] }) },
    );
    assert.deepEqual(
      [0, 1, 2].map((index) => usdt.getProbeArgCtype('call', index)),
      ['int64_t', 'uint64_t', 'uint8_t'],
    );
    assert.throws(() => usdt.getProbeArgCtype('python:call', 3), /python:call has no argument 3, it has 2/);
    assert.throws(() => usdt.getProbeArgCtype('gone', 0), /no such probe/);
  });

  test('say what is wrong', () => {
    assert.throws(() => new USDT({}), /give a pid, a path, or both/);
    assert.throws(() => new USDT({ pid: 8 }, files).enumerateProbes(), /no process 8/);
    const usdt = new USDT({ pid: 7 }, files);
    assert.throws(
      () => usdt.enableProbe('line', 'f'),
      /several providers .* python, other \(say which: PROVIDER:line\)/,
    );
    assert.throws(() => usdt.enableProbe('gc', 'f'), /process 7 has no such probe \(see tplist/);
    const none = new USDT({ path: 'x' }, { ...files, probes: () => [] });
    assert.throws(() => none.enableProbe('gc', 'f'), /must be built with them/);
  });

  test('and may end the process with it', () => {
    const { exit } = process;
    const { write } = process.stderr;
    let printed = '';
    process.exit = ((code: number) => {
      throw new Error(`exit ${code}`);
    }) as typeof exit;
    process.stderr.write = ((text: string) => {
      printed += text;
      return true;
    }) as typeof write;
    try {
      assert.throws(() => new USDT({ pid: 7 }, files).enableProbeOrBail('gc', 'f'), /^Error: exit 1$/);
    } finally {
      process.exit = exit;
      process.stderr.write = write;
    }
    assert.match(printed, /process 7 has no such probe .*\n$/);
  });
});
