import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeImage } from '../test/fake-object.ts';
import { commandLineOf } from './kit-options.ts';
import { parseOptions } from './options.ts';
import { pidOption, tidOption } from './shared-options.ts';
import { threadOptions } from './thread-options.ts';
import { UsageError } from './usage-error.ts';

const LARGEST = 4194304;

const one = { pid: pidOption, tid: tidOption };
const some = { ...threadOptions, tid: { ...threadOptions.tid, alias: 't' } };
for (const [what, options] of Object.entries({ one, some })) {
  const given = (...argv: string[]) =>
    parseOptions(argv, commandLineOf({ name: 'fake', summary: '', program: fakeImage(), options }));

  test(`an id that no process or thread has is refused where ${what} can be given`, () => {
    for (const option of ['--pid', '--tid']) {
      assert.deepEqual([given(option, `${LARGEST}`)[option.slice(2)]].flat(), [LARGEST]);
      for (const id of ['0', '-1', `${LARGEST + 1}`, '4294967296', '', 'x']) {
        assert.throws(() => given(option, id), UsageError, `${option} ${id}`);
      }
    }
  });
}

test('a name that no thread has is refused', () => {
  const given = (name: string) =>
    parseOptions(['--comm', name], commandLineOf({ name: 'fake', summary: '', program: fakeImage(), options: some }));
  assert.equal(given('fifteen-letters').comm, 'fifteen-letters');
  for (const name of ['', 'sixteen-letters-', 'ééééé-ééé']) assert.throws(() => given(name), UsageError, name);
});
