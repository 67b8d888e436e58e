import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { ProgramDirectory } from '../../test/native-program.ts';
import { Binary } from './binary.ts';
import { parseUsdtArguments } from './usdt-arguments.ts';

const source = `
#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>
__extension__ unsigned short shop_sold_semaphore __attribute__((unused, section(".probes")));
#define SDT_USE_VARIADIC
__attribute__((noinline)) void sell(int item, long price, const char *who) {
  STAP_PROBE3(shop, sold, item, price, who);
}
int main(int argc, char **argv) {
  sell(argc, 7, argv[0]);
  STAP_PROBE1(shop, sold, 5);
  return 0;
}`;

describe('USDT probes', () => {
  let programs: ProgramDirectory;
  before(async () => {
    programs = await ProgramDirectory.create();
  });
  after(() => programs.remove());

  for (const options of [
    ['-pie', '-fPIE'],
    ['-no-pie', '-fno-pie'],
    ['-shared', '-fPIC'],
  ]) {
    it(`are listed with places, semaphore and arguments (${options[0]})`, () => {
      const path = programs.compile('shop', source, ...options);
      using binary = Binary.open(path);
      const probes = binary.usdtProbes();
      assert.deepEqual(
        probes.map(({ provider, name, locations }) => [provider, name, locations.length]),
        [['shop', 'sold', 2]],
      );
      const [sold] = probes;
      // A probe is one nop in the code.
      const file = readFileSync(path);
      if (process.arch === 'x64') {
        for (const { offset } of sold!.locations) assert.equal(file[Number(offset)], 0x90);
      }
      const semaphore = Number(sold!.semaphore!.offset);
      assert.equal(file.readUInt16LE(semaphore), 0);
      assert.equal(binary.elf.offsetOf(sold!.semaphore!.address), sold!.semaphore!.offset);
      const arities = sold!.locations.map((location) => location.arguments.length).sort();
      assert.deepEqual(arities, [1, 3]);
      const three = sold!.locations.find((location) => location.arguments.length === 3)!;
      assert.deepEqual(
        three.arguments.map(({ size, signed }) => [size, signed]),
        [
          [4, true],
          [8, true],
          [8, false],
        ],
      );
      const one = sold!.locations.find((location) => location.arguments.length === 1)!;
      assert.deepEqual(one.arguments[0]!.place, { kind: 'constant', value: 5n });
    });
  }

  it('move with a file that was linked again to another address', () => {
    const path = programs.compile('moved', source, '-no-pie', '-fno-pie');
    using before = Binary.open(path);
    const places = before.usdtProbes()[0]!.locations.map(({ offset }) => offset);
    const bytes = readFileSync(path);
    // What prelink does to a note: nothing. So change the notes as if the file had been moved by a page.
    const section = before.elf.section('.note.stapsdt')!;
    for (let at = section.offset; at < section.offset + section.size; ) {
      const step = 12 + 8 + ((bytes.readUInt32LE(at + 4) + 3) & ~3);
      for (const word of [0, 8, 16]) {
        const value = bytes.readBigUInt64LE(at + 20 + word);
        if (value) bytes.writeBigUInt64LE(value - 4096n, at + 20 + word);
      }
      at += step;
    }
    writeFileSync(`${path}.moved`, bytes);
    using after = Binary.open(`${path}.moved`);
    const moved = after.usdtProbes()[0]!;
    assert.deepEqual(
      moved.locations.map(({ offset }) => offset),
      places,
    );
    assert.deepEqual(moved.semaphore, before.usdtProbes()[0]!.semaphore);
  });

  it('a file without any has none', () => {
    using binary = Binary.open(programs.compile('none', 'int main(void) { return 0; }'));
    assert.deepEqual(binary.usdtProbes(), []);
  });
});

describe('USDT arguments', () => {
  const memory = { kind: 'memory', base: undefined, index: undefined, scale: 1, displacement: 0n, symbol: undefined };
  const cases: [text: string, size: number, signed: boolean, place: object][] = [
    ['8@%rdi', 8, false, { kind: 'register', register: 'rdi' }],
    ['-4@%eax', 4, true, { kind: 'register', register: 'eax' }],
    ['-4@$-5', 4, true, { kind: 'constant', value: -5n }],
    ['8@$0x10', 8, false, { kind: 'constant', value: 16n }],
    ['-8@7', 8, true, { kind: 'constant', value: 7n }],
    ['1@-20(%rbp)', 1, false, { ...memory, base: 'rbp', displacement: -20n }],
    ['8@(%rax)', 8, false, { ...memory, base: 'rax' }],
    ['8@8(%rax,%rbx,4)', 8, false, { ...memory, base: 'rax', index: 'rbx', scale: 4, displacement: 8n }],
    ['8@(%rax,%rbx)', 8, false, { ...memory, base: 'rax', index: 'rbx' }],
    ['2@(,%rbx,8)', 2, false, { ...memory, index: 'rbx', scale: 8 }],
    ['4@counter(%rip)', 4, false, { ...memory, base: 'rip', symbol: 'counter' }],
    ['4@counter+8(%rip)', 4, false, { ...memory, base: 'rip', symbol: 'counter', displacement: 8n }],
    ['4@-8+16(%rsp)', 4, false, { ...memory, base: 'rsp', displacement: 8n }],
    ['8@x0', 8, false, { kind: 'register', register: 'x0' }],
    ['-4@[sp, 16]', 4, true, { ...memory, base: 'sp', displacement: 16n }],
    ['-4@[x29, -20]', 4, true, { ...memory, base: 'x29', displacement: -20n }],
    ['8@[x1]', 8, false, { ...memory, base: 'x1' }],
    ['8@[x1, x2, lsl 3]', 8, false, { ...memory, base: 'x1', index: 'x2', scale: 8 }],
    ['8@%%odd', 8, false, { kind: 'unknown' }],
    ['3@%rax', 8, false, { kind: 'unknown' }],
    ['rax', 8, false, { kind: 'unknown' }],
  ];
  for (const [text, size, signed, place] of cases) {
    it(text, () => {
      assert.deepEqual(parseUsdtArguments(text), [{ size, signed, float: false, place, text }]);
    });
  }

  it('are separated by spaces outside of brackets', () => {
    const format = '8@%rdi  -4@[sp, 12] 8f@%xmm0 8@4(%rax, %rbx, 8)';
    assert.deepEqual(
      parseUsdtArguments(format).map(({ text, float }) => [text, float]),
      [
        ['8@%rdi', false],
        ['-4@[sp, 12]', false],
        ['8f@%xmm0', true],
        ['8@4(%rax, %rbx, 8)', false],
      ],
    );
    assert.deepEqual(parseUsdtArguments(''), []);
  });
});
