import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { AttachProgress } from './attach-progress.ts';

function shown(total: number, seconds: number): string[] {
  const said: string[] = [];
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  const progress = new AttachProgress((message) => said.push(message), false);
  for (let done = 1; done <= total; done++) {
    now = (seconds * 1000 * done) / total;
    progress.show(done, total);
  }
  progress.end();
  clock.mock.restore();
  return said;
}

it('attaching to many places that takes long is said once', () => {
  assert.deepEqual(shown(500, 3), ['attaching to 500 places one by one, which takes a while']);
});

it('attaching that is soon done, or to few places, is not worth a word', () => {
  assert.deepEqual(shown(500, 0.9), []);
  assert.deepEqual(shown(20, 30), []);
});
