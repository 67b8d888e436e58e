/** The corpus compiled for the kernels under test: all programs for one, a quarter for each other. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ensurePackages } from '../../../scripts/apt-packages.ts';
import { type CorpusResult, compileCorpus } from './compile-corpus.ts';
import { corpusPrograms } from './corpus.ts';
import { corpusKernels } from './kernels.ts';
import { refusals } from './refusals.ts';

const complete = '6.12';
const programs = corpusPrograms();

it('has programs of every kind', () => {
  assert.ok(programs.length >= 280);
  assert.ok(programs.filter(({ error }) => error).length >= 30);
  assert.ok(programs.filter(({ reads }) => reads !== undefined).length >= 40);
});

for (const { name: kernel, facts } of corpusKernels()) {
  describe(`programs compiled for ${kernel}`, () => {
    const chosen = programs.filter((_, index) => kernel === complete || index % 4 === 0);
    let results: CorpusResult[] = [];
    before(async () => {
      await ensurePackages(['clang-19']);
      results = await compileCorpus(chosen, facts);
    });

    it('compile, or are refused for what is wrong with them', () => {
      const surprises = results.flatMap(({ program, image, failure, diagnostics }) => {
        const { error } = program;
        if (error === undefined)
          return image || refusals(kernel, program.name, failure ?? '') ? [] : [`${program.name}: ${failure}`];
        const [first] = diagnostics ?? [];
        const right = first && first.line === error.line && first.column > 0 && error.message.test(first.message);
        return right ? [] : [`${program.name}: ${failure ?? 'compiled'}`];
      });
      assert.deepEqual(surprises, []);
      assert.equal(results.length, chosen.length);
    });

    it('read the memory of others through helpers, and only that', () => {
      const wrong = results.flatMap(({ program, reads }) =>
        reads === undefined || program.reads === undefined || program.reads === reads
          ? []
          : [`${program.name}: ${reads} reads, not ${program.reads}`],
      );
      assert.deepEqual(wrong, []);
    });
  });
}
