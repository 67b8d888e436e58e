/** Tools with live screens, in a terminal: what a person sees of them. */
import assert from 'node:assert/strict';
import { before } from 'node:test';
import type { GuestProcess } from '../index.ts';
import { type ToolBench, toolTest } from '../tool-test.ts';
import { TerminalModel } from './terminal-model.ts';

const HOME = '\x1b[H';
/** From here on the window has another size (see in-terminal.py). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told
const resized = /\x1b\]size (\d+)x(\d+)\x07/;
/** The beginning of that, whose rest is still to come. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const begun = /\x1b(\][^\x07]*)?$/;
const sizes = [
  [120, 30],
  [80, 8],
  [140, 40],
] as const;

interface Screens {
  command: string;
  header: RegExp;
  /** The row of busy.py, as far as 80 columns show it. */
  row: RegExp;
  /** The one that would like to draw itself. */
  hostile?: RegExp;
}

const tools: Readonly<Record<string, Screens>> = {
  filetop: {
    command: 'filetop 1',
    header: /^TID +COMM +READS +WRITES /,
    row: /^\d+ +python3 +0 +\d+ +0 +\d+ +R known-file$/,
    hostile: /^\d+ +python3 +.* R x\\x1b\[2J\\x1b\]0;y\\/,
  },
  tcptop: {
    command: 'tcptop 1',
    header: /^PID +COMM +LADDR +RADDR /,
    row: /^\d+ +\S+ +127\.0\.0\.1:\d+ +127\.0\.0\.1:\d+ /,
  },
};

/** A command in a terminal, and what that shows. */
class Session {
  readonly terminal: TerminalModel;
  readonly #process: GuestProcess;
  #frames = 0;
  #rest = '';

  static async start(bench: ToolBench, command: string, environment = 'TERM=xterm', first = '') {
    const all = first || sizes.map((size) => size.join('x')).join(',');
    const [columns = 0, rows = 0] = all.split(/[x,]/).map(Number);
    const terminal = new TerminalModel(columns, rows);
    const early: string[] = [];
    let take = (text: string): unknown => early.push(text);
    const process = await bench.guest.start(`exec env ${environment} python3 in-terminal.py ${all} ${command}`, {
      notify: true,
      onStdout: (chunk) => take(chunk.toString()),
    });
    const session = new Session(process, terminal);
    for (const text of early) session.take(text);
    take = (text) => session.take(text);
    await process.ready;
    return session;
  }

  constructor(process: GuestProcess, terminal: TerminalModel) {
    this.#process = process;
    this.terminal = terminal;
  }

  take(text: string): void {
    const all = this.#rest + text;
    const end = all.search(begun);
    this.#rest = end < 0 ? '' : all.slice(end);
    const pieces = (end < 0 ? all : all.slice(0, end)).split(resized);
    for (let i = 0; i < pieces.length; i += 3) {
      if (i > 0) this.terminal.resize(Number(pieces[i - 2]), Number(pieces[i - 1]));
      this.#frames += pieces[i]!.split(HOME).length - 1;
      this.terminal.write(pieces[i]!);
    }
  }

  /** All that was written to the terminal. */
  get written(): string {
    return this.#process.stdout.replaceAll(new RegExp(resized, 'g'), '');
  }

  /** Waits until something is on the screen that satisfies. */
  async until(wanted: (session: Session) => boolean): Promise<void> {
    await this.#process.waitForOutput(() => wanted(this), 60_000);
  }

  /** Waits for so many frames from now on, and for the end of the last. */
  async frames(count: number): Promise<void> {
    const enough = this.#frames + count;
    await this.until(() => this.#frames > enough);
  }

  /** The window takes the next size. */
  async resize(size: readonly [number, number]): Promise<void> {
    this.#process.signal('USR1', 'process');
    await this.until(() => this.#process.stdout.includes(`\x1b]size ${size.join('x')}\x07`));
  }

  async quit(): Promise<number> {
    this.#process.signal('INT', 'process');
    return (await this.#process.wait(100_000)).status;
  }
}

const count = (lines: readonly string[], pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;

toolTest(
  'live screens',
  (bench, test) => {
    before(async () => {
      for (const file of ['in-terminal.py', 'busy.py']) await bench.guest.put(`vm-tests/screen/${file}`);
      await bench.guest.start('exec python3 busy.py');
    });

    for (const [tool, { command, header, row, hostile = row }] of Object.entries(tools)) {
      test(`${tool}: draws each screen over the last, to the size of the window, and leaves it in order`, async () => {
        const session = await Session.start(bench, command);
        const { terminal } = session;
        for (const [index, size] of sizes.entries()) {
          if (index > 0) await session.resize(size);
          await session.until(() => count(terminal.lines, row) > 0);
          await session.frames(3);
          const text = terminal.lines.join('\n');
          assert.equal(count(terminal.lines, header), 1, `one table in ${size}:\n${text}`);
          for (const wanted of [row, hostile]) {
            assert.ok(count(terminal.lines, wanted) >= 1, `${wanted} in ${size}:\n${text}`);
          }
          assert.ok(terminal.lines.length <= size[1] && terminal.lines.at(-1) === '', text);
          assert.deepEqual(terminal.scrolledOff, [], 'nothing scrolls');
        }
        // The last screen is of what has been since the last one but one.
        await new Promise((resolve) => setTimeout(resolve, 500));
        assert.equal(await session.quit(), 0);
        assert.deepEqual([[...terminal.modes], terminal.unknown], [[], []]);
        const prompt = terminal.lines.findLastIndex((line) => line !== '');
        assert.match(terminal.lines[prompt]!, /^\$$/, 'the prompt has a line of its own, below all');
        assert.equal(count(terminal.lines, header), 1, 'the last screen stays to be read');
        assert.deepEqual(terminal.cursor, { row: prompt, column: 2 });
      });

      for (const [where, environment, size, options] of [
        ['without a cursor to place', 'TERM=dumb', '100x30', ''],
        ['of 20 columns', 'TERM=xterm', '20x30', ''],
        ['where it is told not to draw', 'TERM=xterm', '100x30', '-C'],
      ] as const) {
        test(`${tool}: prints one table after the other in a terminal ${where}`, async () => {
          const session = await Session.start(bench, `${command} ${options}`, environment, size);
          const lines = () => session.written.split('\r\n');
          await session.until(() => count(lines(), header) >= 2 && count(lines(), row) >= 2);
          assert.equal(await session.quit(), 0);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
          assert.doesNotMatch(session.written, /\x1b/);
        });
      }
    }
  },
  { on: ['6.12'] },
);
