/** The library on real kernels: `guest/*.ts` are test files that run in the guest; their results are shown here. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, kernelNames, openGuest } from '@bcc-ts/vm-tests';
import { build } from 'esbuild';
import { compileProgram, compileTarget } from './compile-program.ts';
import { failures } from './guest-results.ts';
import { compileWaiting } from './native-program.ts';

/** The guest's directory beside the installed tools, from which the addon is found. */
const target = '/usr/lib/bcc-ts/core-tests';

/** Test files with what is hidden from them. */
const runs = [
  { file: 'attach', missing: '' },
  { file: 'attach', missing: 'kprobe-multi' },
  { file: 'places', missing: '' },
  { file: 'places', missing: 'kprobe-multi,uprobe-multi,attach-cookies' },
  { file: 'failures', missing: '' },
  { file: 'no-btf', missing: '' },
  { file: 'privileges', missing: '' },
  { file: 'maps', missing: '' },
  { file: 'maps', missing: 'batch' },
  { file: 'events', missing: '' },
  { file: 'events', missing: 'ringbuf' },
  { file: 'symbols', missing: '' },
];

const kernels = process.env.BCC_TS_KERNELS?.split(/\s+/).filter(Boolean) ?? [...kernelNames];

for (const kernel of kernels) {
  describe(`core library on ${kernel}`, { timeout: 600_000 }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-core-'));
    let guest: Guest;

    before(async () => {
      for (const name of ['attach', 'places', 'maps']) {
        writeFileSync(join(directory, `${name}.bpf.o`), (await compileProgram(name)).object);
      }
      await compileTarget(join(directory, 'usdt-target'));
      await compileWaiting(join(directory, 'waiting'));
      await build({
        entryPoints: [
          'attach',
          'places',
          'failures',
          'no-btf',
          'privileges',
          'maps',
          'events',
          'symbols',
          'worker',
        ].map((name) => join(import.meta.dirname, `guest/${name}.ts`)),
        outdir: directory,
        outExtension: { '.js': '.cjs' },
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target: 'node24',
        logOverride: { 'empty-import-meta': 'silent' },
      });
      guest = await openGuest({ kernel });
      await guest.put(directory, target);
    });

    after(async () => {
      await guest?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    for (const { file, missing } of runs) {
      it(missing ? `${file} without ${missing}` : file, async () => {
        const multi = !missing && ['6.12', 'newest', '7.2'].includes(kernel) ? '1' : '0';
        const environment = `BCC_TS_MISSING=${missing} EXPECT_KPROBE_MULTI=${multi}`;
        const command = `${environment} /usr/lib/bcc-ts/node --test-reporter=tap ${target}/${file}.cjs`;
        const result = await guest.run(command, { timeoutMs: 300_000 });
        const failed = failures(result.stdout);
        assert.equal(failed.length, 0, `${failed.join('\n')}\n${result.stderr}`);
        assert.equal(result.status, 0, result.stdout + result.stderr);
      });
    }
  });
}
