import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, typeOf, undocumented, unite } from './json-fields.ts';

describe('the type of a value', () => {
  for (const [value, type] of [
    [1, 'number'],
    ['a', 'string'],
    [null, 'null'],
    [[], 'list'],
    [[1, 2], 'list of number'],
    [[{ from: 0, to: 1 }], 'list of {from: number, to: number}'],
    [{ a: [true] }, '{a: list of boolean}'],
  ] as const) {
    it(JSON.stringify(value), () => assert.equal(typeOf(value), type));
  }
});

it('fields are what lines have in common and what only some have', () => {
  const fields = fieldsOf([
    { pid: 1, list: [] },
    { pid: '2', list: [3], extra: true },
  ]);
  assert.deepEqual(Object.fromEntries(fields), {
    pid: { types: ['number', 'string'], always: true },
    list: { types: ['list of number'], always: true },
    extra: { types: ['boolean'], always: false },
  });
  const both = unite(fields, fieldsOf([{ pid: 1 }]));
  assert.deepEqual(both.get('list'), { types: ['list of number'], always: false });
});

it('names each way in which lines differ from the documentation', () => {
  const documented = fieldsOf([{ pid: 1, comm: 'a', buckets: [1] }]);
  assert.deepEqual(undocumented(fieldsOf([{ pid: 1, comm: 'b', buckets: [] }]), documented), []);
  assert.deepEqual(undocumented(fieldsOf([{ pid: '1', buckets: [2], cpu: 0 }]), documented), [
    'pid is string, documented as number',
    'cpu is not documented',
    'comm is missing',
  ]);
});
