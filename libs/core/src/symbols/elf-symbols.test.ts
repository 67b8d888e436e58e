import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ProgramDirectory, waitingProgram } from '../../test/native-program.ts';
import { Binary } from './binary.ts';
import { FileSource } from './byte-source.ts';
import { ElfFile } from './elf-file.ts';
import { type DebugPlaces, elfSymbolTable } from './elf-symbols.ts';

/** Functions whose layout is known, written in assembler so that nothing but the assembler decides. */
const layout = `
__asm__(".text\\n"
  ".globl sized; .type sized, %function; .balign 16\\n sized: .skip 32; .size sized, 32\\n"
  ".globl __sized_alias; .type __sized_alias, %function; .set __sized_alias, sized; .size __sized_alias, 32\\n"
  ".globl szd; .type szd, %function; .set szd, sized; .size szd, 32\\n"
  "sized_local: .skip 8\\n"
  ".type sizeless, %function\\n sizeless: .skip 24\\n"
  ".globl outer; .type outer, %function\\n outer: .skip 8\\n inner_label: .skip 8\\n"
  ".type nested, %function\\n nested: .skip 8; .size nested, 8\\n .skip 8\\n .size outer, 32\\n"
  ".skip 16\\n"
  ".type behind_gap, %function\\n behind_gap: .skip 16; .size behind_gap, 16\\n"
  "\\"$x\\": .skip 8\\n"
  ".section .data\\n data_label: .skip 8\\n .text");
int resolver_target(void) { return 1; }
static int (*choose(void))(void) { return resolver_target; }
int chosen(void) __attribute__((ifunc("choose")));
int main(void) { return chosen() - 1; }`;

function symbolAt(path: string, name: string, plus: bigint, debug: Partial<DebugPlaces> = {}): string | undefined {
  const source = new FileSource(path);
  try {
    const table = elfSymbolTable(new ElfFile(source), { path, roots: [''], ...debug });
    const [from] = table.named(name);
    const found = from === undefined ? -1 : table.find(table.address(from) + plus);
    const answer = found < 0 ? undefined : `${table.name(found)}+${table.address(from!) + plus - table.address(found)}`;
    table.close();
    return answer;
  } finally {
    source.close();
  }
}

const names = (path: string) => {
  using binary = Binary.open(path);
  return new Set(Array.from(binary.functions(), ({ name }) => name));
};

describe('symbols of ELF files', () => {
  let programs: ProgramDirectory;
  before(async () => {
    programs = await ProgramDirectory.create();
  });
  after(() => programs.remove());

  it('follow sizes, aliases, nesting and gaps', () => {
    const path = programs.compile('layout', layout);
    const cases: [string, bigint, string | undefined][] = [
      ['sized', 0n, 'szd+0'],
      ['sized', 31n, 'szd+31'],
      ['__sized_alias', 5n, 'szd+5'],
      ['sized_local', 3n, 'sized_local+3'],
      ['sizeless', 23n, 'sizeless+23'],
      ['outer', 7n, 'outer+7'],
      ['outer', 12n, 'outer+12'],
      ['outer', 17n, 'nested+1'],
      ['outer', 25n, 'outer+25'],
      ['outer', 32n, undefined],
      ['outer', 47n, undefined],
      ['behind_gap', 15n, 'behind_gap+15'],
      ['behind_gap', 18n, undefined],
      ['data_label', 0n, undefined],
    ];
    for (const [name, plus, expected] of cases) {
      assert.equal(symbolAt(path, name, plus), expected, `${name}+${plus}`);
    }
  });

  it('give file offsets for uprobes, and tell ifuncs', () => {
    const path = programs.compile('layout', layout);
    using binary = Binary.open(path);
    const file = readFileSync(path);
    const target = binary.find('resolver_target')!;
    // mov $1, %eax somewhere in the function's bytes
    if (process.arch === 'x64') {
      const code = file.subarray(Number(target.offset), Number(target.offset + target.size));
      assert.ok(code.includes(Buffer.from([0xb8, 1, 0, 0, 0])), code.toString('hex'));
    }
    assert.equal(target.indirect, false);
    assert.equal(binary.find('chosen')!.indirect, true);
    assert.equal(binary.find('nothing'), undefined);
    const listed = [...binary.functions()];
    const at = listed.filter(({ offset }) => offset === binary.find('sized')!.offset).map(({ name }) => name);
    assert.deepEqual(at, ['szd', 'sized', '__sized_alias']);
    assert.ok(!listed.some(({ name }) => name === 'data_label' || name === 'inner_label' || name === '$x'));
    assert.equal(binary.find('inner_label')!.offset, binary.find('outer')!.offset + 8n);
  });

  for (const [kind, ...options] of [
    ['pie', '-pie', '-fPIE'],
    ['fixed', '-no-pie', '-fno-pie'],
    ['library', '-shared', '-fPIC'],
    ['odd', '-Wl,-z,noseparate-code', '-Wl,-Ttext-segment=0x7000000', '-no-pie', '-fno-pie'],
    ['sysv', '-Wl,--hash-style=sysv', '-Wl,-z,max-page-size=65536'],
  ] as const) {
    it(`are found in a ${kind} file, stripped or not`, () => {
      const path = programs.compile(kind, waitingProgram, '-rdynamic', ...options);
      assert.equal(symbolAt(path, 'static_work', 2n), 'static_work+2');
      programs.run('strip', path);
      assert.equal(symbolAt(path, 'global_work', 2n), 'global_work+2');
      assert.equal(symbolAt(path, 'static_work', 2n), undefined);
    });
  }

  it('come from a debug file of the same build id, and from no other', () => {
    const path = programs.compile('by-id', waitingProgram, '-Wl,--build-id');
    programs.run('objcopy', '--only-keep-debug', path, 'kept.debug');
    programs.run('strip', path);
    using binary = Binary.open(path);
    const id = binary.buildId!;
    assert.match(id, /^[0-9a-f]{40}$/);
    const root = join(programs.path, 'root');
    const directory = join(root, `usr/lib/debug/.build-id/${id.slice(0, 2)}`);
    mkdirSync(directory, { recursive: true });
    const debug = join(directory, `${id.slice(2)}.debug`);
    renameSync(join(programs.path, 'kept.debug'), debug);
    assert.equal(symbolAt(path, 'static_work', 1n), undefined);
    assert.equal(symbolAt(path, 'static_work', 1n, { roots: ['/nonexistent', root] }), 'static_work+1');
    const other = programs.compile('other', waitingProgram.replaceAll('work', 'labour'), '-Wl,--build-id');
    writeFileSync(debug, readFileSync(other));
    assert.equal(symbolAt(path, 'static_labour', 1n, { roots: [root] }), undefined);
    writeFileSync(debug, 'no ELF file');
    assert.equal(symbolAt(path, 'static_work', 1n, { roots: [root] }), undefined);
  });

  it('come from the file that .gnu_debuglink names, when its checksum is right', () => {
    const path = programs.compile('linked', waitingProgram, '-Wl,--build-id=none');
    programs.run('objcopy', '--only-keep-debug', path, 'linked.debug');
    programs.run('strip', path);
    programs.run('objcopy', '--add-gnu-debuglink=linked.debug', path);
    assert.equal(symbolAt(path, 'static_work', 1n), 'static_work+1');
    mkdirSync(join(programs.path, '.debug'));
    renameSync(join(programs.path, 'linked.debug'), join(programs.path, '.debug/linked.debug'));
    assert.equal(symbolAt(path, 'static_work', 1n), 'static_work+1');
    const changed = readFileSync(join(programs.path, '.debug/linked.debug'));
    changed[changed.length - 1]! ^= 1;
    writeFileSync(join(programs.path, '.debug/linked.debug'), changed);
    assert.equal(symbolAt(path, 'static_work', 1n), undefined);
  });

  it('come from the compressed table of a stripped file', () => {
    const path = programs.compile('mini', waitingProgram);
    programs.run('objcopy', '--only-keep-debug', '--remove-section=.debug_*', path, 'mini.elf');
    programs.run('strip', path);
    programs.run('xz', '--force', '--keep', 'mini.elf');
    programs.run('objcopy', '--add-section=.gnu_debugdata=mini.elf.xz', path);
    assert.equal(symbolAt(path, 'static_work', 1n), 'static_work+1');
    assert.ok(names(path).has('static_work'));
    writeFileSync(join(programs.path, 'mini.elf.xz'), readFileSync(join(programs.path, 'mini.elf.xz')).fill(7, 100));
    programs.run('objcopy', '--update-section=.gnu_debugdata=mini.elf.xz', path);
    assert.equal(symbolAt(path, 'static_work', 1n), undefined);
  });

  it('lose their versions', () => {
    const source = `__asm__(".symver first, doubled@@V2"); int first(void) { return 1; }`;
    writeFileSync(join(programs.path, 'versions'), 'V2 { global: doubled; local: *; };');
    const path = programs.compile(
      'versioned.so',
      source,
      '-shared',
      '-fPIC',
      `-Wl,--version-script=${programs.path}/versions`,
    );
    assert.ok(names(path).has('doubled'));
  });

  it('of 32-bit programs are read too', () => {
    const path = join(programs.path, 'narrow.o');
    writeFileSync(
      join(programs.path, 'narrow.s'),
      '.text\n.globl narrow\n.type narrow,%function\nnarrow: .skip 8\n.size narrow, 8\n',
    );
    if (process.arch !== 'x64') return;
    programs.run('as', '--32', 'narrow.s', '-o', 'narrow.o');
    programs.run('ld', '-m', 'elf_i386', '-e', 'narrow', 'narrow.o', '-o', 'narrow');
    assert.equal(symbolAt(path.replace('.o', ''), 'narrow', 5n), 'narrow+5');
  });

  it('what is no file, or no ELF file, is named in one line', () => {
    writeFileSync(join(programs.path, 'text'), '#!/bin/sh\n');
    programs.run('mkfifo', 'fifo');
    assert.throws(
      () => Binary.open(join(programs.path, 'text')),
      /^ElfError: cannot read the symbols of .*text: not an ELF file$/,
    );
    assert.throws(() => Binary.open(join(programs.path, 'fifo')), /: not a regular file$/);
    assert.throws(() => Binary.open('/nonexistent'), { code: 'ENOENT', message: /\/nonexistent: no such file$/ });
    const binary = Binary.open(programs.compile('closed', 'int main(void) { return 0; }'));
    binary.close();
    binary.close();
    assert.throws(() => [...binary.functions()], /it is closed/);
    assert.throws(() => binary.usdtProbes(), /it is closed/);
  });
});
