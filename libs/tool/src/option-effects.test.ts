import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setVariables } from './option-effects.ts';
import type { OptionSpecs } from './option-spec.ts';

const describe = 'whatever';
const specs: OptionSpecs = {
  pid: { type: 'integer', describe },
  'only-failed': { type: 'boolean', describe },
  ports: { type: 'string', describe },
  ms: { type: 'number', describe, sets: (ms: number) => ({ least_ns: ms * 1e6, timed: true }) },
  quiet: { type: 'boolean', describe },
};
const initial = { option_pid: -1, option_only_failed: true, option_ports: [0, 0, 0], least_ns: 0, timed: false };

test('options that are there set variables, others leave what the program has', () => {
  const rodata = { ...initial };
  const nothing = { pid: undefined, 'only-failed': false, ports: undefined, ms: undefined, quiet: true };
  setVariables(specs, nothing, rodata);
  assert.deepEqual(rodata, initial);
  const all = { ...initial };
  setVariables(specs, { pid: 7, 'only-failed': true, ports: [80], ms: 2, quiet: true }, all);
  const expected = { option_pid: 7, option_only_failed: true, option_ports: [80], least_ns: 2e6, timed: true };
  assert.deepEqual(all, expected);
  setVariables(specs, { pid: 0 }, all);
  assert.equal(all.option_pid, 0);
});

test('a number that its variable does not hold is a wrong command line', () => {
  const rodata = Object.defineProperty({}, 'option_pid', {
    enumerable: true,
    set() {
      throw new RangeError('option_pid does not hold 99999999999');
    },
  });
  assert.throws(() => setVariables(specs, { pid: 99999999999 }, rodata), {
    name: 'UsageError',
    message: '--pid: 99999999999 is too large',
  });
});

test('a list that is too long is a wrong command line', () => {
  assert.throws(() => setVariables(specs, { ports: [1, 2, 3, 4] }, { ...initial }), {
    name: 'UsageError',
    message: '--ports: 4 are too many, the most is 3',
  });
});
