import assert from 'node:assert/strict';
import { it } from 'node:test';
import { newToolFiles } from './new-tool.ts';

it('gives the four files of a tool, called as it is', () => {
  const files = newToolFiles('lock-snoop2');
  assert.deepEqual(Object.keys(files), ['lock-snoop2.bpf.c', 'lock-snoop2.ts', 'lock-snoop2.test.ts', 'README.md']);
  assert.match(files['lock-snoop2.ts']!, /from '\.\/lock-snoop2\.bpf\.c'/);
  for (const text of Object.values(files)) assert.doesNotMatch(text, /@NAME@/);
});

for (const name of ['', '../x', 'Upper', '1st', 'a b', '-x']) {
  it(`refuses the name '${name}'`, () => assert.throws(() => newToolFiles(name), /cannot call a tool/));
}
