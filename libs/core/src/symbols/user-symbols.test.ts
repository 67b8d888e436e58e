import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Binary } from './binary.ts';
import { findLibrary } from './find-library.ts';
import { parseMaps } from './process-maps.ts';
import { UserSymbols } from './user-symbols.ts';

describe('this process', () => {
  it('its C library’s functions have names', () => {
    const mapping = parseMaps(readFileSync('/proc/self/maps', 'utf8')).find(({ path }) => /libc\.so\.6$/.test(path))!;
    using libc = Binary.open(findLibrary('c', { pid: process.pid })!);
    using symbols = new UserSymbols();
    const malloc = libc.find('malloc')!;
    const address = mapping.start + malloc.offset - mapping.offset + 3n;
    assert.deepEqual(symbols.resolve(process.pid, address), {
      address,
      name: 'malloc',
      offset: 3n,
      module: mapping.path,
    });
  });
});
