/** The file that is shipped: where it loads, and what it shows. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { it } from 'node:test';
import { ensurePackages } from '../scripts/apt-packages.ts';
import { addonPath } from '../scripts/build-native.ts';

await ensurePackages(['binutils']);
const symbols = execFileSync('objdump', ['-T', addonPath], { encoding: 'utf8' });

function newest(family: string): number[] {
  const versions = Array.from(symbols.matchAll(new RegExp(`\\(?${family}_([0-9.]+)`, 'g')), (match) =>
    match[1]!.split('.').map(Number),
  );
  return versions.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || (a[2] ?? 0) - (b[2] ?? 0)).at(-1)!;
}

const atMost = (found: number[], limit: number[]) => {
  const different = limit.findIndex((part, i) => part !== (found[i] ?? 0));
  assert.ok(different < 0 || (found[different] ?? 0) < limit[different]!, `${found.join('.')} > ${limit.join('.')}`);
};

it('needs no newer C library than Node itself', () => atMost(newest('GLIBC'), [2, 28]));

it('needs no newer C++ library than Node itself', () => atMost(newest('GLIBCXX'), [3, 4, 25]));

it('depends only on the C and C++ libraries', () => {
  const dynamic = execFileSync('objdump', ['-p', addonPath], { encoding: 'utf8' });
  const needed = Array.from(dynamic.matchAll(/NEEDED\s+(\S+)/g), (match) => match[1]!.replace(/\.so.*/, ''));
  const allowed = ['libstdc++', 'libgcc_s', 'libc', 'libm', 'libpthread', 'ld-linux-x86-64', 'ld-linux-aarch64'];
  assert.deepEqual(
    needed.filter((name) => !allowed.includes(name)),
    [],
  );
});

it('shows only what Node looks for', () => {
  const defined = symbols.split('\n').filter((line) => / g /.test(line) && !line.includes('*UND*'));
  const names = defined.map((line) => line.split(/\s+/).at(-1));
  assert.deepEqual(names.sort(), ['napi_register_module_v1', 'node_api_module_get_api_version_v1']);
});

it('holds no path of the machine it was built on', () => {
  const text = execFileSync('strings', ['-a', addonPath], { encoding: 'utf8' });
  assert.doesNotMatch(text, new RegExp(RegExp.escape(process.cwd())));
});

it('is small', () => assert.ok(statSync(addonPath).size < 1_500_000));
