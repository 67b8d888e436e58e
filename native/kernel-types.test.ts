/**
 * That libbpf, given a part of the kernel's types, makes of a program what it makes of it given all of them. Nothing is
 * loaded: a library between libbpf and the kernel takes the programs.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Btf } from '../libs/core/src/btf/reader.ts';
import { compileProgram, libbpfHeaders } from '../scripts/bpf/compile.ts';
import { cachedKernels } from '../scripts/bpf/kernels.ts';
import { attachTarget } from '../scripts/bpf/missing-relocations.ts';
import { repository } from '../scripts/bpf/sources.ts';
import { native } from './load.ts';
import { FakeKernel } from './test/fake-kernel.ts';
import type { Loaded } from './test/fake-load.ts';
import { kernelTypes, moduleTypes, programObject } from './test/kernel-fixture.ts';
import type { DamagedAnswer, DamagedRequest } from './test/load-damaged.ts';
import type { LoadAnswer, LoadRequest } from './test/load-each-way.ts';

const fake = await FakeKernel.create();
after(() => fake.remove());

function file(name: string, bytes: Uint8Array): string {
  const path = join(fake.directory, name);
  writeFileSync(path, bytes);
  return path;
}

const loadEachWay = (requests: LoadRequest[]) => fake.run<LoadAnswer[]>('load-each-way.ts', requests);

/** All three agree; says whether the slices were enough. */
function agree({ whole, ...slices }: LoadAnswer, what: string): { readAll: boolean; whole: Loaded } {
  const { readAll } = slices.file;
  assert.equal(whole.error, undefined, what);
  for (const [way, sliced] of Object.entries(slices)) {
    assert.deepEqual(sliced, { ...whole, readAll }, `${what}, by ${way}`);
  }
  return { readAll, whole };
}

const small = file('small.btf', kernelTypes());

const absent = '((struct absent *)t)->x';
const field = (access: string, kind: number) => `return __builtin_preserve_field_info(${access}, ${kind});`;
const cases: [why: string, body: string, readAll?: 'all' | undefined, section?: string][] = [
  ['a member at another place', 'return t->__state;'],
  ['a member of an anonymous union', 'return t->pid;'],
  ['a member of an anonymous structure behind a pointer', 'return t->mm->pgd;'],
  ['a member of a qualified type without a name', 'return t->context.flags;'],
  ['an element of an array of arrays', 'return t->table[3][1].users;'],
  ['an element of an array of another size', 'return t->name[3];'],
  ['a member of a union', 'return t->value.number;'],
  ['a pointer in a structure', 'return (long)t->children.next;'],
  ['a member that is not there', field('((struct task___old *)t)->state', 2)],
  ['the size of a member', field('t->name', 1)],
  ['bits: their place', field('t->second', 0)],
  ['bits: their sign', field('t->second', 3)],
  ['bits: shifts to the left', field('t->third', 4)],
  ['bits: shifts to the right', field('t->third', 5)],
  ['the size of a type', 'return __builtin_preserve_type_info(*(struct task *)0, 1);'],
  ['whether there is a type', 'return __builtin_preserve_type_info(*(struct mm *)0, 0);'],
  ['whether there is a type of functions', 'return __builtin_preserve_type_info(*(handler_t *)0, 0);'],
  ['the value of an enumerator', 'return __builtin_preserve_enum_value(*(enum state *)RUNNING, 1);'],
  ['whether there is an enumerator', 'return __builtin_preserve_enum_value(*(enum state *)NEVER, 0);'],
  ['the value of a large enumerator', 'return __builtin_preserve_enum_value(*(enum big *)HUGE, 1);'],
  ['no relocation', 'return 3;'],
  ['a type of the program itself', 'return __builtin_btf_type_id(*(struct task *)0, 0);'],
  ['a type of the kernel by number', 'return __builtin_btf_type_id(*(struct task *)0, 1);', 'all'],
  ['a type in all its parts', 'return __builtin_preserve_type_info(*(struct list *)0, 2);', 'all'],
  ['a type that is not there', field(absent, 2)],
  ['the entry of a function', 'return t->__state;', undefined, 'fentry/task_wake'],
  ['the end of a function', 'return t->__state;', undefined, 'fexit/task_sleep'],
  ['a tracepoint', 'return t->__state;', undefined, 'tp_btf/task_run'],
];

describe('a slice of the kernel’s types does for', () => {
  const objects = cases.map(([, body, , section], i) => file(`case-${i}.o`, programObject(body, section)));
  const answers = loadEachWay(objects.map((object) => ({ object, types: small })));
  const kernel = new Btf(readFileSync(small));
  for (const [i, [why, , all, section = '']] of cases.entries()) {
    it(`${why}${all ? ': no, all is read' : ''}`, () => {
      const { readAll, whole } = agree(answers[i]!, why);
      assert.equal(readAll, all === 'all');
      const target = attachTarget(section);
      const id = target ? kernel.find(target.name, target.kind)!.id : 0;
      assert.deepEqual(
        whole.programs.map(({ name, target }) => [name, target]),
        [['program', id]],
      );
    });
  }

  it('a type that a module has: no, all is read', () => {
    const object = file('absent.o', programObject(field(absent, 2)));
    const module = file('module.btf', moduleTypes('absent', readFileSync(small)));
    const [{ mapped, file: read, number, whole }] = loadEachWay([{ object, types: small, module }]) as [LoadAnswer];
    assert.deepEqual(
      [mapped, read, number].map(({ error, readAll }) => [error, readAll]),
      Array(3).fill([undefined, true]),
    );
    // It is there, as only the module's types tell.
    assert.notEqual(read.programs[0]!.code, whole.programs[0]!.code);
    const other = file('other.btf', moduleTypes('another', readFileSync(small)));
    const [without] = loadEachWay([{ object, types: small, module: other }]) as [LoadAnswer];
    assert.equal(agree(without, 'another module').readAll, false);
  });

  it('programs that differ are told apart', () => {
    assert.notEqual(answers[0]!.file.programs[0]!.code, answers[1]!.file.programs[0]!.code);
  });

  it('nothing that the kernel lacks, as all of it: the error is the same', () => {
    const object = file('lacks.o', programObject('return 0;', 'fentry/no_such'));
    const [{ file: sliced, whole }] = loadEachWay([{ object, types: small }]) as [LoadAnswer];
    assert.match(sliced.error ?? '', /No such process/);
    assert.equal(sliced.error, whole.error);
  });
});

describe('damaged types', () => {
  const body =
    'return t->__state + t->mm->pgd + t->table[1][1].users + __builtin_preserve_enum_value(*(enum state *)RUNNING, 1);';
  for (const section of ['kprobe/x', 'tp_btf/task_run']) {
    it(`end in what libbpf makes of them, or an error, with ${section}`, () => {
      const request: DamagedRequest = {
        object: file('damaged.o', programObject(body, section)),
        types: small,
        scratch: join(fake.directory, 'damaged.btf'),
      };
      const { tried, sliced, different } = fake.run<DamagedAnswer>('load-damaged.ts', request);
      assert.deepEqual(different, []);
      assert.ok(tried > 1000 && sliced > 100 && sliced < tried, `${sliced} of ${tried}`);
    });
  }

  it('may be circles where no relocation goes', () => {
    const types = Buffer.from(kernelTypes());
    const kernel = new Btf(types);
    const circle = kernel.find('btf_trace_task_run', 'typedef')!.id;
    const at = types.indexOf(headOf(types, circle));
    types.writeUInt32LE(circle, at + 8);
    const object = file('circle.o', programObject('return t->__state;', 'tp_btf/task_run'));
    const { readAll, whole } = agree(loadEachWay([{ object, types: file('circle.btf', types) }])[0]!, 'circle');
    assert.deepEqual([readAll, whole.programs[0]!.target], [false, circle]);
  });
});

/** The bytes of a typedef's head, which are like no others. */
function headOf(types: Buffer, id: number): Buffer {
  const names = types.subarray(types.readUInt32LE(4) + types.readUInt32LE(16));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(names.indexOf(`\0${new Btf(types).type(id).name}\0`) + 1);
  head.writeUInt32LE((8 << 24) >>> 0, 4);
  return head;
}

describe('every tool', async () => {
  const include = await libbpfHeaders();
  const kernels = cachedKernels();
  const objects = globSync('tools/*/*.bpf.c', { cwd: repository })
    .sort()
    .map((source) => {
      const { object } = compileProgram(join(repository, source), include);
      return { name: basename(source, '.bpf.c'), object, path: file(`${basename(source)}.o`, object) };
    });

  for (const name of ['5.10', '6.1', '6.12', 'newest']) {
    const found = kernels.find((candidate) => candidate.name === name);
    const skip = found ? false : `the types of kernel ${name} are not cached (scripts/vm run fetches the kernel)`;
    it(`gets the same from a slice as from all types of kernel ${name}`, { skip }, () => {
      const types = found!.file;
      const kernel = new Btf(readFileSync(types));
      const answers = loadEachWay(
        objects.map(({ object, path }) => ({ object: path, types, programs: programsFor(object, kernel) })),
      );
      for (const [i, { name, object }] of objects.entries()) {
        const { readAll, whole } = agree(answers[i]!, name);
        assert.equal(readAll, false, `${name}: whether all was read`);
        assert.deepEqual(
          new Set(whole.programs.map(({ target }) => target)),
          new Set(targetsOf(object, kernel).map((id) => id ?? 0)),
          `${name}: what its programs are attached to`,
        );
      }
    });
  }
});

/** Sections of an object's programs that can be attached to in this kernel, as far as types tell. */
function possible(object: Uint8Array, kernel: Btf): { name: string; id: number | undefined }[] {
  const opened = new (native().BpfObject)(object, { name: 'x' });
  try {
    return opened.programs.flatMap(({ name, section }) => {
      const target = attachTarget(section);
      const id = target && kernel.find(target.name, target.kind)?.id;
      return target && id === undefined ? [] : [{ name, id }];
    });
  } finally {
    opened.close();
  }
}

const programsFor = (object: Uint8Array, kernel: Btf) => possible(object, kernel).map(({ name }) => name);
const targetsOf = (object: Uint8Array, kernel: Btf) => possible(object, kernel).map(({ id }) => id);
