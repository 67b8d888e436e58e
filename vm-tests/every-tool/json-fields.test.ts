import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fieldsOf, undocumented, unite } from './json-fields.ts';

it('fields are what lines have in common and what only some have', () => {
  const fields = fieldsOf([
    { pid: 1, list: [] },
    { pid: '2', list: [3], extra: true },
  ]);
  assert.deepEqual(Object.fromEntries(fields), {
    pid: { types: ['number', 'string'], always: true },
    list: { types: ['list'], always: true },
    'list[]': { types: ['number'], always: true },
    extra: { types: ['boolean'], always: false },
  });
  const both = unite(fields, fieldsOf([{ pid: 1 }]));
  assert.deepEqual(both.get('list'), { types: ['list'], always: false });
  assert.deepEqual(both.get('list[]'), { types: ['number'], always: true });
});

it('fields of lists of objects are told one by one', () => {
  const fields = fieldsOf([{ frames: [{ name: null, at: 1 }, { name: 'a' }], by: { pid: 1 } }]);
  assert.deepEqual(Object.fromEntries(fields), {
    frames: { types: ['list'], always: true },
    'frames[].name': { types: ['null', 'string'], always: true },
    'frames[].at': { types: ['number'], always: false },
    by: { types: ['object'], always: true },
    'by.pid': { types: ['number'], always: true },
  });
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
