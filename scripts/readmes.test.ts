import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainReadme, readmeOf, toolNames } from './readmes.ts';

for (const name of toolNames) {
  test(`the README of ${name} has the options and examples of its declaration`, async () => {
    const { present, wanted } = await readmeOf(name);
    assert.equal(present, wanted, 'run: scripts/node scripts/readmes.ts');
    assert.match(present, /^## Options$/m);
  });
}

test("the project's README lists every tool", async () => {
  const { present, wanted } = await mainReadme();
  assert.equal(present, wanted, 'run: scripts/node scripts/readmes.ts');
});
