import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AttachProgress } from './attach-progress.ts';

function shown(total: number): string[] {
  const said: string[] = [];
  const progress = new AttachProgress((message) => said.push(message), false);
  for (let done = 1; done <= total; done++) progress.show(done, total);
  progress.end();
  return said;
}

it('attaching to many places is said once', () => {
  assert.deepEqual(shown(500), ['attaching to 500 places one by one, which can take a while']);
});

it('attaching to few places is not worth a word', () => {
  assert.deepEqual(shown(20), []);
});
