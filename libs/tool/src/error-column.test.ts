import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorColumn, errorFields } from './error-column.ts';

const texts = [
  [-2, '2', 'ENOENT'],
  [-13, '13', 'EACCES'],
  [-4000, '4000', '4000'],
  [7, '0', '0'],
] as const;

for (const [ret, number, name] of texts) {
  test(`a call that returns ${ret} has error ${number}, by name ${name}`, () => {
    assert.equal(errorColumn.value({ ret }), Number(number));
    assert.equal(errorColumn.text({ ret }, { options: { errname: false } }), number);
    assert.equal(errorColumn.text({ ret }, { options: { errname: true } }), name);
    assert.equal(errorFields.errname({ ret }) ?? number, name);
  });
}
