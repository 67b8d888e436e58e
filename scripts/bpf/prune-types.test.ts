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
  ['an enumerator brings its enum', 'GREEN', ['__u32', 'u32', 'colour']],
  ['an anonymous enum comes with its enumerator', 'ALONE', ['__u32', 'u32', 'enum']],
  ['comments and strings mention nothing', '/* struct file */ // GREEN\n"GREEN"', ['__u32', 'u32']],
  ['a struct the source defines is left out', 'struct path { int own; };', ['__u32', 'u32']],
];
for (const [why, source, names] of cases) {
  test(why, () => assert.deepEqual(kept(source), names));
}

test('mentions tell tags from identifiers', () => {
  const { tags, identifiers, defined } = mentionsOf('#include <linux/x.h>\nstruct a *p; enum b { C }; p->member');
  assert.deepEqual([...tags], ['a', 'b']);
  assert.deepEqual([...defined], ['b']);
  assert.ok(identifiers.has('member') && identifiers.has('C') && !identifiers.has('linux'));
});
