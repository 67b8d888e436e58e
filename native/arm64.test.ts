/**
 * The addon for arm64: cross-built, looked at, and tried in an emulated process. Takes minutes the first time and a
 * compiler for arm64, so it runs only when it is asked for: `BCC_TS_ARM64=1 scripts/node --test native/arm64.test.ts`.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from '../scripts/apt-packages.ts';
import { compileProgram, libbpfHeaders } from '../scripts/bpf/compile.ts';
import { buildAddon, foreignAddon } from '../scripts/build-native.ts';
import { foreignNode } from '../scripts/native/foreign-node.ts';

const variant = foreignAddon('arm64');
const sysroot = '/usr/aarch64-linux-gnu';
const skip = process.env.BCC_TS_ARM64 ? false : 'takes minutes; BCC_TS_ARM64=1 asks for it';

describe('the addon for arm64', { skip }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-arm64-'));
  const elf = (...options: string[]) =>
    execFileSync('readelf', ['-W', ...options, variant.output], { encoding: 'utf8' });
  before(async () => {
    await ensurePackages(['qemu-user-static', 'clang-19']);
    await buildAddon(variant);
  });
  after(() => rmSync(directory, { recursive: true }));

  it('is a library of that machine', () => {
    assert.match(elf('-h'), /Type: +DYN .*\n\s+Machine: +AArch64/);
  });

  it('needs no newer C library than Node itself', () => {
    const versions = Array.from(elf('-V').matchAll(/Name: GLIBC_2\.(\d+)/g), ([, minor]) => Number(minor));
    assert.ok(versions.length > 0 && Math.max(...versions) <= 28, `GLIBC_2.${Math.max(...versions)}`);
  });

  it('leaves to others only what the C and C++ libraries and Node have', () => {
    const undefinedNames = Array.from(
      elf('--dyn-syms').matchAll(/ GLOBAL +DEFAULT +UND (\S+)(.*)$/gm),
      ([, name, rest]) => name! + rest,
    );
    const unversioned = undefinedNames.filter((name) => !/@(GLIBC|GLIBCXX|CXXABI|GCC)_/.test(name));
    assert.ok(unversioned.includes('napi_create_function'));
    assert.deepEqual(
      unversioned.filter((name) => !/^(napi|node_api|uv)_/.test(name)),
      [],
    );
  });

  it('opens objects, reads symbols and demangles', async () => {
    const preload = [
      `const { embeddedAddon, openFile } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'load.ts')))});`,
      `globalThis[embeddedAddon] = () => openFile(${JSON.stringify(variant.output)});`,
    ].join('\n');
    const object = join(directory, 'runqlat.o');
    const source = join(import.meta.dirname, '../tools/runqlat/runqlat.bpf.c');
    writeFileSync(object, compileProgram(source, await libbpfHeaders(), 'arm64').object);
    const text = execFileSync(
      'qemu-aarch64-static',
      [
        ...['-L', sysroot, await foreignNode(), '--import', `data:text/javascript,${encodeURIComponent(preload)}`],
        ...[join(import.meta.dirname, 'test/smoke.ts'), object, `${sysroot}/lib/libc.so.6`],
      ],
      { encoding: 'utf8' },
    );
    const { programs, maps, functions, ...rest } = JSON.parse(text);
    assert.deepEqual(rest, {
      architecture: 'arm64',
      libbpf: 1,
      malloc: 'malloc',
      demangled: 'core::fmt::Formatter::pad(int)',
      monotonic: true,
    });
    const sections = Array.from(
      readFileSync(source, 'latin1').matchAll(/^SEC\("\??([^.".]\S*\/\S+)"\)/gm),
      (m) => m[1]!,
    );
    assert.ok(sections.length > 0);
    for (const section of sections)
      assert.ok(
        programs.some((program: string) => program.startsWith(section)),
        section,
      );
    assert.ok(maps.some((map: string) => map.startsWith('smoke.rodata ')));
    assert.ok(functions > 1000, `${functions} functions`);
  });
});
