/** Every program of the corpus, compiled here for the kernel of a guest, is given to that kernel's verifier. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, kernelNames, openGuest } from '@bcc-ts/vm-tests';
import { build } from 'esbuild';
import { ensurePackages } from '../../../scripts/apt-packages.ts';
import { compileCorpus } from './compile-corpus.ts';
import { corpusPrograms } from './corpus.ts';
import { corpusKernels } from './kernels.ts';
import { loadAs } from './program-types.ts';
import { refusals } from './refusals.ts';

const target = '/usr/lib/bcc-ts/bcc-corpus';
const kernels = process.env.BCC_TS_KERNELS?.split(/\s+/).filter(Boolean) ?? [...kernelNames];

interface Verdict {
  name: string;
  program: string;
  error?: string;
}

for (const kernel of kernels) {
  describe(`corpus of BCC programs on ${kernel}`, { timeout: 900_000 }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-corpus-'));
    const missing = new Map<string, string>();
    let guest: Guest;
    let verdicts: Verdict[] = [];

    before(async () => {
      await ensurePackages(['clang-19']);
      guest = await openGuest({ kernel });
      const { facts } = corpusKernels().find(({ name }) => name === kernel)!;
      const programs = corpusPrograms().filter(({ error }) => error === undefined);
      const entries = (await compileCorpus(programs, facts)).flatMap(
        ({ program, image, programs: found = [], failure }, index) => {
          if (image === undefined) {
            missing.set(program.name, failure ?? '');
            return [];
          }
          writeFileSync(join(directory, `${index}.o`), image);
          const loaded = found.flatMap(({ name, kind }) => {
            if (kind !== 'function') return [{ name }];
            const as = loadAs(program.text, name);
            return as === undefined ? [] : [{ name, ...as }];
          });
          return [{ name: program.name, file: `${index}.o`, programs: loaded }];
        },
      );
      writeFileSync(join(directory, 'corpus.json'), JSON.stringify(entries));
      await build({
        entryPoints: [join(import.meta.dirname, 'guest/load-corpus.ts')],
        outdir: directory,
        outExtension: { '.js': '.cjs' },
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target: 'node24',
        logOverride: { 'empty-import-meta': 'silent' },
      });
      await guest.put(directory, target);
      const { stdout, stderr } = await guest.run(`/usr/lib/bcc-ts/node ${target}/load-corpus.cjs`, {
        timeoutMs: 600_000,
      });
      verdicts = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Verdict);
      const expected = entries.reduce((sum, { programs: list }) => sum + list.length, 0);
      assert.equal(verdicts.length, expected, stderr);
    });

    after(async () => {
      await guest?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('compiles what this kernel has the types for', () => {
      const surprises = [...missing].filter(([name, why]) => !refusals(kernel, name, why));
      assert.deepEqual(
        surprises.map(([name, why]) => `${name}: ${why}`),
        [],
      );
    });

    it('passes the verifier', () => {
      const refused = verdicts.filter(({ name, error }) => error !== undefined && !refusals(kernel, name, error));
      assert.deepEqual(
        refused.map(({ name, program, error }) => `${name} (${program}): ${error}`),
        [],
      );
      assert.ok(verdicts.filter(({ error }) => error === undefined).length > 200);
    });
  });
}
