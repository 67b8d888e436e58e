import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { elfSections } from '../../libs/core/src/btf/elf.ts';
import { compileFixture } from '../../libs/core/src/btf/fixtures/compile-fixture.ts';
import { objectBtf } from '../../libs/core/src/btf/image-layout.ts';
import { Btf } from '../../libs/core/src/btf/reader.ts';
import { compileProgram, libbpfHeaders } from './compile.ts';
import { cachedKernels } from './kernels.ts';
import { missingRelocations } from './missing-relocations.ts';
import { repository } from './sources.ts';

const older = objectBtf(
  elfSections(
    compileFixture({
      text: 'struct task { int pid; long state; union { int a; int b; }; char name[16]; } *a; enum flag { FIRST } b;',
    }),
  ),
);
const newer = objectBtf(
  elfSections(
    compileFixture({
      text: 'struct task { long stack; int pid; unsigned __state; int a; char name[32]; } *a; enum flag { FIRST, SECOND } b;',
    }),
  ),
);

const head = `
#define relocated __attribute__((preserve_access_index))
struct task { int pid; unsigned __state; int b; char name[32]; } relocated;
struct task___old { long state; } relocated;
struct gone { int x; } relocated;
enum flag { FIRST, SECOND };
#define has(field) __builtin_preserve_field_info(field, 2)
#define SEC(name) __attribute__((section(name), used))
static long (*read)(void *, unsigned, const void *) = (void *)113;
`;

const cases: [why: string, body: string, inOlder: string[], inNewer: string[]][] = [
  ['a member both have', 'return t->pid;', [], []],
  ['a member the kernel lacks', 'return t->__state;', ['struct task.__state'], []],
  ['a member under its own guard', 'return has(t->__state) ? t->__state : 0;', [], []],
  [
    'alternatives under one guard',
    'struct task___old *o = (void *)t; if (has(t->__state)) return t->__state; return o->state;',
    [],
    [],
  ],
  [
    'the wrong way round',
    'struct task___old *o = (void *)t; if (has(t->__state)) return o->state; return 0;',
    [],
    ['struct task___old.state'],
  ],
  ['a member of an anonymous union', 'return t->b;', [], ['struct task.b']],
  ['an element beyond the array', 'return t->name[20];', ['struct task.name[20]'], []],
  ['a type that is gone', 'struct gone *g = (void *)t; return g->x;', ['struct gone.x'], ['struct gone.x']],
  ['an enumerator', 'return __builtin_preserve_enum_value(*(typeof(enum flag) *)SECOND, 1);', ['enum flag.SECOND'], []],
  ['a guard that a second condition joins', 'if (has(t->__state) && t->pid > 5) return t->__state; return 1;', [], []],
];

for (const [why, body, inOlder, inNewer] of cases) {
  test(`${why}: ${[...inOlder, ...inNewer].length === 0 ? 'nothing is reported' : 'it is reported where it is missing'}`, () => {
    const object = compileFixture({ text: `${head}SEC("kprobe/x") long program(struct task *t) { ${body} }` });
    const what = (kernel: Btf) => missingRelocations(object, kernel).map((missing) => missing.what);
    assert.deepEqual([what(older), what(newer)], [inOlder, inNewer]);
  });
}

test('a program for a function the kernel lacks is left out', () => {
  for (const section of ['fentry/no_such', '?fentry/no_such']) {
    const object = compileFixture({
      text: `${head}SEC("${section}") long program(struct task *t) { return t->__state; }`,
    });
    assert.deepEqual(missingRelocations(object, older), [], section);
  }
});

const kernels = cachedKernels();
const include = await libbpfHeaders();

for (const name of ['5.10', '6.1', '6.12', 'newest']) {
  const kernel = kernels.find((candidate) => candidate.name === name);
  const skip = kernel ? false : `the types of kernel ${name} are not cached (scripts/vm run fetches the kernel)`;
  test(`every tool's program finds its types on kernel ${name}`, { skip }, () => {
    const btf = new Btf(readFileSync(kernel!.file));
    const problems = globSync('{tools/*,scripts/bpf/fixtures}/*.bpf.c', { cwd: repository })
      .sort()
      .flatMap((file) => {
        const { object } = compileProgram(join(repository, file), include);
        return missingRelocations(object, btf).map(({ program, what }) => `${basename(file)}: ${program}: no ${what}`);
      });
    assert.deepEqual(problems, []);
  });
}

test("every tool's program compiles for arm64", () => {
  for (const file of globSync('tools/*/*.bpf.c', { cwd: repository })) {
    assert.ok(compileProgram(join(repository, file), include, 'arm64').object.length > 0);
  }
});
