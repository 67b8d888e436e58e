import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentionsOf } from './mentions.ts';
import { pruneTypes } from './prune-types.ts';

const header = [
  '/* head */',
  'struct file;\nstruct inode;',
  'typedef unsigned int __u32;',
  'typedef __u32 u32;',
  'typedef __u32 unused_t;',
  'enum colour {\n\tRED = 0,\n\tGREEN = 1,\n};',
  'enum {\n\tALONE = 4,\n};',
  'struct path {\n\tu32 value;\n};',
  'struct inode {\n\tu32 number;\n};',
  'struct file {\n\tstruct path path;\n\tstruct inode *f_inode;\n};',
  'struct other {\n\tstruct file *file;\n};',
  '#pragma clang attribute pop\n',
].join('\n\n');

const kept = (source: string): string[] =>
  [...pruneTypes(header, source).matchAll(/^(?:struct|enum) ?(\w*) \{|^typedef .*?(\w+);/gm)].map(
    ([, tag, typedef]) => tag || typedef || 'enum',
  );

const cases: [why: string, source: string, names: string[]][] = [
  ['sized integers are always there', '', ['__u32', 'u32']],
  ['a named struct brings what it embeds', 'struct file *f;', ['__u32', 'u32', 'path', 'file']],
  [
    'a mentioned member brings what it points at',
    'struct file *f; f->f_inode',
    ['__u32', 'u32', 'path', 'inode', 'file'],
  ],
  ['an enumerator brings its enum', 'int x = GREEN;', ['__u32', 'u32', 'colour']],
  ['an anonymous enum comes with its enumerator', 'int x = ALONE;', ['__u32', 'u32', 'enum']],
  ['comments and strings mention nothing', '/* struct file */ // GREEN\n"GREEN"', ['__u32', 'u32']],
  ['a struct the source defines is left out', 'struct path { int own; };', ['__u32', 'u32']],
];
for (const [why, source, names] of cases) {
  test(why, () => assert.deepEqual(kept(source), names));
}

const own: [why: string, source: string][] = [
  ['an enumerator', 'enum mine { GREEN };'],
  ['a macro', '#define GREEN 1\nint x = GREEN;'],
  ['a variable', 'const volatile int GREEN;'],
  ['an array', 'static int GREEN[4] = { 1 };'],
  ['a map', 'struct { int *type; } GREEN SEC(".maps");'],
  ['a function', 'static int GREEN(void *ctx) { return 0; }'],
  ['a program', 'SEC("kprobe/x") int BPF_PROG(GREEN, int a) { return 0; }'],
];
for (const [what, source] of own) {
  test(`${what} of the source's own is not the kernel's enumerator`, () =>
    assert.deepEqual(kept(source), ['__u32', 'u32']));
}

test("a name that is only used is the kernel's", () => {
  const found = ['__u32', 'u32', 'colour'];
  assert.deepEqual(kept('const volatile int x = GREEN;'), found);
  assert.deepEqual(kept('int f(void) { return GREEN; }'), found);
  assert.deepEqual(kept('struct { int (*max)[GREEN]; } map SEC(".maps");'), found);
  assert.deepEqual(kept('static int table[GREEN];'), found);
});

test('mentions tell tags from identifiers', () => {
  const { tags, identifiers, defined } = mentionsOf('#include <linux/x.h>\nstruct a *p; enum b { C }; p->member');
  assert.deepEqual([...tags], ['a', 'b']);
  assert.deepEqual([...defined], ['b']);
  assert.ok(identifiers.has('member') && identifiers.has('C') && !identifiers.has('linux'));
});
