import assert from 'node:assert/strict';
import { it } from 'node:test';
import { interfaceExists } from './interface.ts';

it('the loopback interface is number 1', () => {
  assert.equal(interfaceExists(1), true);
  assert.equal(interfaceExists(2 ** 31 - 1), false);
});
