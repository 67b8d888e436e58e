/**
 * Builds the addon with the compiler's checks for memory errors and undefined behaviour and runs its unit tests with
 * it: `node scripts/sanitize.ts [TEST FILE...]`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AddonVariant, buildAddon } from './build-native.ts';
import { machineOf } from './native/machine.ts';

const root = resolve(import.meta.dirname, '..');
const checks = '-fsanitize=address,undefined';

export const sanitized: AddonVariant = {
  machine: machineOf(),
  output: join(root, 'dist/sanitize/bcc-ts.node'),
  objects: join(root, 'dist/sanitize/objects'),
  compile: ['-O1', '-g', checks, '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'],
  link: [checks],
  strip: false,
};

/** Sanitizers need their libraries in the process before anything else. */
function library(name: string): string {
  return execFileSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim();
}

function main(): void {
  const given = process.argv.slice(2);
  const files = given.length
    ? given
    : globSync(['native/{boundary,kernel-types}.test.ts', 'libs/core/src/{,symbols/}*.test.ts'], { cwd: root });
  const preload = [
    `const { embeddedAddon, openFile } = await import(${JSON.stringify(pathToFileURL(join(root, 'native/load.ts')))});`,
    `globalThis[embeddedAddon] = () => openFile(${JSON.stringify(sanitized.output)});`,
  ].join('\n');
  const { status, signal } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(preload)}`, '--test', ...files],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        LD_PRELOAD: ['libasan.so', 'libubsan.so', 'libstdc++.so.6'].map(library).join(':'),
        // V8 frees little at exit, so leaks cannot be told from what it keeps.
        ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1:allocator_may_return_null=1',
        UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
      },
    },
  );
  process.exitCode = signal ? 1 : (status ?? 1);
}

await buildAddon(sanitized);
main();
