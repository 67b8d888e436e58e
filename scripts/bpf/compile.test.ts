import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { imageLayout } from '../../libs/core/src/btf/image-layout.ts';
import { CompileError, compileProgram, libbpfHeaders } from './compile.ts';
import { typeMistakes } from './declared-types.ts';
import { repository } from './sources.ts';

const include = await libbpfHeaders();
const folder = mkdtempSync(join(repository, 'scripts/bpf/fixtures/tmp-'));
after(() => rmSync(folder, { recursive: true }));

function compile(text: string) {
  const file = join(folder, 'x.bpf.c');
  writeFileSync(file, `#include "types.h"\n#include <bpf/bpf_helpers.h>\n#include <bpf/bpf_core_read.h>\n${text}\n`);
  return compileProgram(file, include);
}

const sample = join(repository, 'scripts/bpf/fixtures/sample.bpf.c');

test('a program compiles to an object with types and without debug sections or paths of this machine', () => {
  const { name, object, source, dependencies } = compileProgram(sample, include);
  const text = Buffer.from(object).toString('latin1');
  assert.equal(name, 'sample');
  assert.ok(text.includes('.BTF') && !text.includes('.debug_info'));
  assert.ok(!text.includes(repository), 'no path of the repository');
  assert.ok(source.startsWith('// SPDX'));
  assert.ok(dependencies.some((file) => file.endsWith('libs/tool/bpf/events.bpf.h')));
});

test('a second compilation takes the object from the cache', () => {
  const first = compileProgram(sample, include).object;
  const began = performance.now();
  assert.deepEqual(compileProgram(sample, include).object, first);
  assert.ok(performance.now() - began < 100);
});

test('an enumeration without values, for which the kernel would refuse all types of the object, is told', () => {
  const use = (type: string) => compile(`SEC("kprobe/x") int x(void *ctx) { return bpf_core_type_exists(${type}); }`);
  assert.match(typeMistakes(use('enum x').object).join(), /^enum x has no values, .* \(enum x___old\)$/);
  assert.deepEqual(typeMistakes(compileProgram(sample, include).object), []);
});

test('both architectures compile', () => {
  for (const architecture of ['x86_64', 'arm64'] as const) {
    assert.ok(imageLayout(compileProgram(sample, include, architecture).object).maps.events);
  }
});

test('warnings fail the build and read as clang prints them', () => {
  assert.throws(
    () => compile('SEC("kprobe/x") int x(void *ctx) { int unused = 1; return 0; }'),
    (error) => error instanceof CompileError && /x\.bpf\.c:4:\d+: error: unused variable 'unused'/.test(error.message),
  );
});

test('a kernel type the header lacks names the script that adds it', () => {
  assert.throws(
    () => compile('struct no_such_type; int x(struct no_such_type *p) { return p->member; }'),
    /incomplete definition of type 'struct no_such_type'[\s\S]*run scripts\/bpf\/update-types/,
  );
});

test('a program may give a struct the name of a kernel struct', () => {
  const { object } = compile(
    'struct mnt_namespace { u64 own; } entry; SEC("kprobe/x") int x(void *ctx) { return entry.own; }',
  );
  assert.ok(object.length > 0);
});
