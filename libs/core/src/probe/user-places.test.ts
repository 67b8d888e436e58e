import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProgramDirectory } from '../../test/native-program.ts';
import { userFunctions } from './user-places.ts';

/** A source file with a function of its own that others have too. */
const part = (number: number) => `
static __attribute__((noinline, used)) int twin(int x) { __asm__ volatile(""); return x + ${number}; }
int part${number}(int x) { return twin(x); }`;

describe('functions of a program', () => {
  let programs: ProgramDirectory;
  before(async () => {
    programs = await ProgramDirectory.create();
  });
  after(() => programs.remove());

  it('are all selected by a name that several have, with wildcards or without', () => {
    const parts = [1, 2, 3].map((number) => programs.compile(`part${number}`, part(number), '-c'));
    const path = programs.compile('twins', 'int main(void) { return 0; }', ...parts);
    for (const pattern of ['twin', 'twi?']) {
      const { places, leftOut } = userFunctions(path, pattern);
      assert.deepEqual(
        places.map(({ name }) => name),
        ['twin', 'twin', 'twin'],
        pattern,
      );
      assert.equal(new Set(places.map((place) => place.kind === 'user' && place.offset)).size, 3);
      assert.equal(leftOut.size, 0);
    }
  });
});
