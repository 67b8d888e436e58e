/** Each tool has a test of its own, which starts that tool. What the test checks is seen when nothing is attached. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';

const tools = new URL('../../tools/', import.meta.url);

for (const tool of readdirSync(tools)) {
  it(`${tool} has a test in the guest, of itself, and all of it runs`, () => {
    const text = readFileSync(new URL(`${tool}/${tool}.test.ts`, tools), 'utf8');
    assert.deepEqual(
      Array.from(text.matchAll(/\btoolTest\(\s*'(.*?)'/g), ([, name]) => name),
      [tool],
    );
    assert.doesNotMatch(text, /\b(todo|only|skip)\b\s*[:(.]|\.(todo|only|skip)\b/);
    const commands = text.match(new RegExp(`['"\`= ]${tool}(?=[ '"\`])`, 'g')) ?? [];
    assert.ok(commands.length > 1, `starts ${tool}`);
  });
}
