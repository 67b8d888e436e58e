import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensurePackages } from '../../../scripts/apt-packages.ts';

/** For what is done at once: long enough for a busy machine. */
const PATIENCE_MS = 30_000;
const TOOL = `'${process.execPath}' '${new URL('table-tool.ts', import.meta.url).pathname}'`;
/** A server of its own, so that nobody's tmux is touched. */
const SERVER = `bcc-ts-test-${process.pid}`;

function tmux(...words: string[]): string {
  return execFileSync('tmux', ['-L', SERVER, '-f', '/dev/null', ...words], { encoding: 'utf8' });
}

/** What a terminal of 80 columns and 24 rows shows; `wanted` says what to wait for. */
async function screen(session: string, wanted: (lines: string[]) => boolean): Promise<string[]> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const lines = tmux('capture-pane', '-p', '-t', session).trimEnd().split('\n');
    if (wanted(lines)) return lines;
    if (performance.now() > end) throw new Error(`waited in vain, the screen is\n${lines.join('\n')}`);
    await sleep(50);
  }
}

/** Starts a shell command in a terminal; what is on the screen before stays above. */
function open(session: string, command: string, size: [columns: number, rows: number] = [80, 24]): void {
  const [columns, rows] = size.map(String) as [string, string];
  const shell = `printf 'before\\n'; ${command}; echo status $?; sleep 600`;
  tmux('new-session', '-d', '-s', session, '-x', columns, '-y', rows, shell);
}

const LOST = 'faketop: 10 events lost in all: map full';

describe('a live table on a real terminal', () => {
  before(() => ensurePackages(['tmux']), { timeout: 300_000 });
  after(() => tmux('kill-server'));

  test('fills the screen, follows its size, and leaves its last state when it is interrupted', async () => {
    open('resize', `${TOOL} 0.3`);
    const first = await screen('resize', (lines) => lines.some((line) => line.includes('events lost')));
    assert.match(first[0]!, /^KEY +COUNT +TEXT$/);
    assert.match(first[1]!, /^row-0 +\d+ +x{58}$/);
    assert.match(first[21]!, /^row-20 /);
    // The report of loss is the last line, and the cursor has the one below.
    assert.deepEqual(first.slice(22), ['10 events lost: map full']);

    tmux('resize-window', '-t', 'resize', '-x', '40', '-y', '10');
    const small = await screen('resize', (lines) => lines.length === 9 && lines[8]!.includes('lost'));
    assert.match(small[0]!, /^KEY +COUNT +TEXT$/);
    assert.match(small[7]!, /^row-6 +\d+ +x+$/);
    for (const line of small) assert.ok(line.length <= 40, line);

    tmux('resize-window', '-t', 'resize', '-x', '100', '-y', '30');
    const large = await screen('resize', (lines) => lines.length === 29);
    assert.match(large[27]!, /^row-26 +\d+ +x{78}$/);

    tmux('send-keys', '-t', 'resize', 'C-c');
    const end = await screen('resize', (lines) => lines.some((line) => line.startsWith('status')));
    assert.deepEqual(end.slice(-3), ['Detaching...', LOST, 'status 0']);
    assert.match(end.at(-5)!, /^row-/);
    assert.equal(end.filter((line) => line.startsWith('KEY')).length, 0);
  });

  test('a table that became shorter leaves nothing behind', async () => {
    open('short', `FAKE_ROWS=3 ${TOOL} 0.3 4`);
    const end = await screen('short', (lines) => lines.some((line) => line.startsWith('status')));
    assert.match(end[0]!, /^KEY /);
    assert.deepEqual(
      end.map((line) => line.split(' ')[0]),
      ['KEY', 'row-0', 'row-1', 'row-2', '10', 'Detaching...', 'faketop:', 'status'],
    );
  });

  test('after SIGKILL the terminal works as before', async () => {
    open('killed', `${TOOL} 0.3 & sleep 1.5; kill -9 $!; wait`);
    const end = await screen('killed', (lines) => lines.some((line) => line.startsWith('status')));
    assert.match(end.at(-1)!, /^status/);
    assert.equal(tmux('display-message', '-p', '-t', 'killed', '#{alternate_on} #{cursor_flag}').trim(), '0 1');
  });

  for (const [what, command] of [
    ['--noclear', `${TOOL} -C 0.2 2`],
    ['a terminal that cannot place its cursor', `TERM=dumb ${TOOL} 0.2 2`],
    ['a pipe', `${TOOL} 0.2 2 | cat`],
  ] as const) {
    test(`with ${what}, one output follows the other`, async () => {
      open('plain', command.replace(TOOL, `FAKE_ROWS=2 ${TOOL}`));
      const end = await screen('plain', (lines) => lines.some((line) => line.startsWith('status')));
      tmux('kill-session', '-t', 'plain');
      assert.deepEqual(end.slice(0, 2), ['before', 'Tracing...']);
      assert.equal(end.filter((line) => line.startsWith('KEY')).length, 2);
    });
  }
});
