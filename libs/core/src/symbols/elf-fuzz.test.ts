/** Crafted files: whatever is in them, the answer is an error or fewer symbols. Run with sanitizers by scripts/sanitize. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { native, type SymbolTable } from '@bcc-ts/native';
import { ProgramDirectory, waitingProgram } from '../../test/native-program.ts';
import { ElfError } from '../btf/elf.ts';
import { MemorySource } from './byte-source.ts';
import { demangle } from './demangle.ts';
import { ElfFile } from './elf-file.ts';
import { elfSymbolTable } from './elf-symbols.ts';
import { listSymbols } from './symbol-list.ts';
import { usdtProbes } from './usdt-notes.ts';

/** Always the same numbers: below `limit`. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function use(table: SymbolTable): void {
  for (const { name, address, size } of listSymbols(table)) {
    const found = table.find(address);
    assert.ok(size === 0 || found >= 0, `${name} is at its own address`);
  }
  for (const address of [0n, 1n, 0x1000n, 0x401000n, 2n ** 63n, 2n ** 64n - 1n]) table.find(address);
  table.named('main');
  assert.ok(table.bytes < 64e6);
  table.close();
}

/** Everything that is asked of a file. Only an ElfError may come out. */
function read(image: Uint8Array): 'read' | 'refused' {
  try {
    const elf = new ElfFile(new MemorySource(image));
    elf.buildId;
    elf.addressAt(0x1000n);
    elf.offsetOf(0x401000n);
    use(elfSymbolTable(elf, { path: '/nonexistent/x', roots: ['/nonexistent'] }));
    usdtProbes(elf);
    return 'read';
  } catch (error) {
    assert.ok(error instanceof ElfError, (error as Error).stack);
    return 'refused';
  }
}

const extremes = [0n, 1n, 0xffn, 0xffffn, 0x7fffffffn, 0xffffffffn, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n];

describe('crafted ELF files', () => {
  const images: [string, Buffer][] = [];
  let programs: ProgramDirectory;

  before(async () => {
    programs = await ProgramDirectory.create();
    const probe = `#include <sys/sdt.h>\n${waitingProgram.replace('{ __asm__', '{ STAP_PROBE1(a, b, x); __asm__')}`;
    const path = programs.compile('image', probe, '-Wl,--build-id');
    programs.run('objcopy', '--strip-debug', path);
    images.push(['with a symbol table', readFileSync(path)]);
    programs.run('objcopy', '--only-keep-debug', path, 'mini');
    // A small dictionary, as decoding it some thousand times takes the memory each time.
    programs.run('xz', '-0', 'mini');
    programs.run('strip', path);
    programs.run('objcopy', '--add-section=.gnu_debugdata=mini.xz', '--add-gnu-debuglink=mini.xz', path);
    images.push(['with a compressed one', readFileSync(path)]);
    if (process.arch === 'x64') {
      writeFileSync(join(programs.path, 'n.s'), '.globl f\n.type f,%function\nf: .skip 8\n.size f, 8\ng: .skip 8\n');
      programs.run('as', '--32', 'n.s', '-o', 'n.o');
      programs.run('ld', '-m', 'elf_i386', '-e', 'f', 'n.o', '-o', 'n');
      images.push(['of 32 bits', readFileSync(join(programs.path, 'n'))]);
    }
  });
  after(() => programs.remove());

  const each = (run: (image: Buffer, name: string) => void) => () => {
    for (const [name, image] of images) {
      assert.equal(read(image), 'read', name);
      run(image, name);
    }
  };

  it(
    'cut short',
    each((image) => {
      for (let length = 0; length < image.length; length += length < 256 ? 1 : 211) read(image.subarray(0, length));
    }),
  );

  it(
    'with extreme numbers in their headers',
    each((image) => {
      const wide = image[4] === 2;
      const segments = wide ? Number(image.readBigUInt64LE(32)) : image.readUInt32LE(28);
      const sections = wide ? Number(image.readBigUInt64LE(40)) : image.readUInt32LE(32);
      const places = [0, segments, sections].flatMap((begin) =>
        Array.from({ length: begin === sections ? 120 : 20 }, (_, i) => begin + i * 8),
      );
      for (const at of places) {
        if (at + 8 > image.length) continue;
        for (const value of extremes) {
          const changed = Buffer.from(image);
          changed.writeBigUInt64LE(value, at);
          read(changed);
          changed.set(image.subarray(at, at + 8), at);
          changed.writeUInt32LE(Number(value & 0xffffffffn), at + 4);
          read(changed);
        }
      }
    }),
  );

  it(
    'with changed bytes anywhere',
    each((image) => {
      const next = random(image.length);
      let whole = 0;
      for (let round = 0; round < 500; round++) {
        const changed = Buffer.from(image);
        for (let i = next(20); i >= 0; i--) changed[next(changed.length)] = next(256);
        if (read(changed) === 'read') whole++;
      }
      assert.ok(whole > 0, 'some still make sense');
    }),
  );

  it('of nothing but noise behind the header', () => {
    const next = random(4711);
    for (let round = 0; round < 500; round++) {
      const noise = Buffer.from(Array.from({ length: 64 + next(2000) }, () => next(256)));
      images[0]![1].copy(noise, 0, 0, next(64));
      read(noise);
    }
  });
});

describe('crafted tables', () => {
  const addon = native();

  it('of symbols', () => {
    const next = random(42);
    for (let round = 0; round < 300; round++) {
      const bytes = (size: number) => Uint8Array.from({ length: size }, () => next(next(2) ? 256 : 4));
      const sections = BigUint64Array.from({ length: next(9) }, () => extremes[next(extremes.length)]!);
      const table = {
        symbols: bytes(next(3000)),
        names: bytes(next(300)),
        sections,
        bias: extremes[next(extremes.length)]!,
      };
      const again = { ...table, symbols: table.symbols.subarray(next(24)) };
      const made = addon.SymbolTable.fromElf(next(2) ? 64 : 32, next(300), table, again);
      for (let i = 0; i < made.length; i++) made.find(made.address(i));
      use(made);
    }
  });

  it('of functions that all overlap, or all lie at one address', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => i);
    const symbols = (address: (i: number) => bigint, size: (i: number) => bigint) => {
      const bytes = Buffer.alloc(24 * lines.length);
      for (const i of lines) {
        bytes.writeUInt32LE(1, i * 24);
        bytes[i * 24 + 4] = 0x12;
        bytes.writeUInt16LE(1, i * 24 + 6);
        bytes.writeBigUInt64LE(address(i), i * 24 + 8);
        bytes.writeBigUInt64LE(size(i), i * 24 + 16);
      }
      const table = { symbols: bytes, names: Buffer.from('\0name\0'), sections: new BigUint64Array(4), bias: 0n };
      const made = addon.SymbolTable.fromElf(64, 62, table);
      for (const i of lines) made.find(BigInt(i));
      assert.ok(made.named('name').length > 0);
      made.close();
    };
    symbols(BigInt, () => 1_000_000n);
    symbols(BigInt, (i) => 1_000_000n - BigInt(i));
    symbols(() => 0n, BigInt);
    symbols(BigInt, () => 2n ** 64n - 1n);
  });

  it('of functions compiled at run time', () => {
    const next = random(7);
    const letters = '0123456789abcdefx \n\n\0zé';
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: next(2000) }, () => letters[next(letters.length)]).join('');
      use(addon.SymbolTable.fromPerfMap(Buffer.from(text)));
      use(addon.SymbolTable.fromPerfMap(Buffer.from(text.replaceAll('\n', ' x\n0'))));
    }
    use(
      addon.SymbolTable.fromPerfMap(Buffer.from('ffffffffffffffff ffffffffffffffff all\n0 0 none\n0 ffffffff most\n')),
    );
  });

  it('of the kernel', async () => {
    const next = random(8);
    const letters = '0123456789abcdef tTdD\t[]\n\n\0';
    const directory = await ProgramDirectory.create();
    const path = join(directory.path, 'kallsyms');
    for (let round = 0; round < 100; round++) {
      writeFileSync(path, Array.from({ length: next(3000) }, () => letters[next(letters.length)]).join(''));
      const fd = openSync(path, 'r');
      use(addon.SymbolTable.fromKallsyms(fd));
      closeSync(fd);
    }
    rmSync(path);
    await directory.remove();
  });

  it('that are compressed', () => {
    const next = random(9);
    const compressed = Buffer.from(
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AfPABddADkYSv4NwoPHJDS2wK5nFYCS2uAAAAAAAAAAAA==',
      'base64',
    );
    for (let round = 0; round < 500; round++) {
      const changed = Buffer.from(compressed);
      if (round > 0) changed[next(changed.length)] = next(256);
      try {
        addon.decompressXz(changed.subarray(0, next(changed.length)), 1 + next(5000));
      } catch (error) {
        assert.equal((error as { syscall: string }).syscall, 'lzma_code');
      }
    }
  });

  it('of names', () => {
    const next = random(10);
    const letters = [
      '_Z',
      '_R',
      'N',
      'S_',
      'T_',
      'I',
      'E',
      'St',
      '3foo',
      '1a',
      'v',
      'i',
      'P',
      'K',
      'F',
      'B',
      '0_',
      'C',
      's_',
      'L',
      'p',
      'D',
      'u',
      '99',
    ];
    for (let round = 0; round < 5000; round++) {
      const start = round % 2 ? '_Z' : '_R';
      const name = start + Array.from({ length: next(40) }, () => letters[next(letters.length)]).join('');
      assert.ok(demangle(name).length <= 8192);
    }
  });
});
