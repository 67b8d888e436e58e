import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { elfSections } from '../../libs/core/src/btf/elf.ts';
import { compileFixture } from '../../libs/core/src/btf/fixtures/compile-fixture.ts';
import { objectBtf } from '../../libs/core/src/btf/image-layout.ts';
import { Btf } from '../../libs/core/src/btf/reader.ts';
import { taggedType } from '../../libs/core/src/btf/select-types.ts';
import { cachedKernels } from './kernels.ts';
import { bpfSources, headers } from './sources.ts';
import { typesHeader } from './types-header.ts';

function kernel(name: string, text: string) {
  return { name, release: name, btf: objectBtf(elfSections(compileFixture({ text }))) };
}

/** A request that was renamed, retyped and lost members, as kernels do it. */
const made = [
  kernel(
    '5.10',
    `struct disk { int major; }; struct gone { long all; struct disk *disk; };
     struct request { int tag; struct disk *rq_disk; unsigned char flags; struct gone *gone; int same; } *a; struct gone *b;`,
  ),
  kernel(
    '6.1',
    'struct disk { int major; }; struct request { int tag; unsigned short flags; int same; int brief; } *a; struct disk *b;',
  ),
  kernel(
    'newest',
    `struct disk { int major; int minor; }; struct queue { struct disk *disk; int depth; };
     struct request { int tag; unsigned int flags; int same; struct queue *q; struct { int inner; }; struct disk embedded; } *a; struct queue *b;`,
  ),
];
const header = (source: string): string => typesHeader('x86_64', made, [source]);

test('a named struct is defined, what it points at is declared', () => {
  const text = header('struct request *request;');
  assert.match(text, /^struct request \{$[\s\S]*?\tstruct queue \*q;/m);
  assert.match(text, /^struct queue;$/m);
  assert.doesNotMatch(text, /^struct queue \{/m);
});

test('an embedded struct nobody looks into keeps its size only', () => {
  assert.match(
    header('struct request *request;'),
    /struct disk \{\n\tchar _opaque\[8\];\n\} __attribute__\(\(aligned\(4\)\)\);/,
  );
  assert.match(header('struct request *request; request->embedded'), /struct disk \{\n\tint major;\n\tint minor;\n\};/);
});

test('a mentioned member is followed to what it points at', () => {
  const text = header('struct request *request; request->q->disk');
  assert.match(text, /^struct queue \{/m);
  assert.match(text, /^struct disk \{\n\tint major;/m);
});

test('a flavour has the mentioned members that only kernels up to its own have', () => {
  const text = header('struct request___5_10 *old; old->rq_disk; old->same; old->tag');
  assert.match(text, /struct request___5_10 \{\n\tstruct disk \*rq_disk;\n\};/);
});

test('a number of another size is another member', () => {
  assert.match(
    header('struct request___5_10 *old; old->flags'),
    /struct request___5_10 \{\n\tunsigned char flags;\n\};/,
  );
  assert.match(
    header('struct request___6_1 *old; old->flags'),
    /struct request___6_1 \{\n\tshort unsigned int flags;\n\};|unsigned short flags/,
  );
});

test('a struct that newer kernels lack is a flavour in full', () => {
  assert.match(header('struct gone___5_10 *old;'), /struct gone___5_10 \{\n\tlong all;\n\tstruct disk \*disk;\n\};/);
});

test('a flavour that would be empty, or of no such kernel, is an error', () => {
  assert.throws(() => header('struct request___5_10 *old; old->tag'), /none of its mentioned members is missing/);
  assert.throws(
    () => header('struct request___4_19 *old; old->tag'),
    /no such kernel \(there are 5\.10, 6\.1, newest\)/,
  );
});

const kernels = cachedKernels();
const missing = kernels.length === 4 ? false : 'the kernels are not cached (scripts/vm run fetches them)';

test('the committed header lays every struct out as the newest kernel does', { skip: missing }, () => {
  const btf = new Btf(readFileSync(kernels.at(-1)!.file));
  const file = join(headers, 'types/x86_64.h');
  const checks: string[] = [];
  for (const [, kind, name] of readFileSync(file, 'utf8').matchAll(/^(struct|union) (\w+) \{(?!\n\tchar _opaque)/gm)) {
    const type = taggedType(btf, name!);
    if (name!.includes('___') || !type || type.kind === 'enum') continue;
    checks.push(`_Static_assert(sizeof(${kind} ${name}) == ${type.size}, "size of ${name}");`);
    for (const member of type.members) {
      if (member.name === '' || member.bitSize > 0) continue;
      const place = `__builtin_offsetof(${kind} ${name}, ${member.name})`;
      checks.push(`_Static_assert(${place} == ${member.bitOffset / 8}, "${name}.${member.name}");`);
    }
  }
  assert.ok(checks.length > 500, `${checks.length} checks`);
  const text = [`#include "${file}"`, ...checks].join('\n');
  const clang = spawnSync('clang-19', ['-target', 'bpf', '-fsyntax-only', '-x', 'c', '-'], {
    input: text,
    encoding: 'utf8',
  });
  assert.equal(clang.stderr, '');
});

const committed = readFileSync(join(headers, 'types/x86_64.h'), 'utf8');
const others = kernels.filter(({ release }) => !committed.includes(release)).map(({ release }) => release);
const outdated = others.length > 0 && `it was made from other kernels than the cached ${others.join(', ')}`;

test('the committed header is what the script makes', { skip: missing || outdated }, () => {
  const types = kernels.map(({ name, release, file }) => ({ name, release, btf: new Btf(readFileSync(file)) }));
  assert.ok(committed === typesHeader('x86_64', types, bpfSources()), 'run scripts/bpf/update-types');
});
