import type { ChildProcess } from 'node:child_process';
import { findProgram } from '@bcc-ts/core';
import { printable } from './cell.ts';
import { ToolError } from './usage-error.ts';

/** Waits for a line on descriptor 3, then becomes the command, under the same process id. */
const HOLD = 'read -r go <&3 && exec "$@" 3<&-';

/**
 * A command that is started but not yet running, so that tracing can be on before its first instruction. It shares the
 * tool's standard descriptors. Ends unborn when the tool ends before releasing it.
 */
export class HeldCommand {
  readonly pid: number;
  readonly #child: ChildProcess;

  /** @throws ToolError when there is no such command, or no process can be started. */
  constructor(words: readonly string[]) {
    const [name = ''] = words;
    if (!findProgram(name)) throw new ToolError(`cannot run '${printable(name)}': no such command`);
    const { spawn } = process.getBuiltinModule('node:child_process');
    this.#child = spawn('/bin/sh', ['-c', HOLD, 'sh', ...words], { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
    this.#child.on('error', () => {});
    // An interrupt from the terminal may end it while it is held; its exit is told then as ever.
    this.#gate?.on('error', () => {});
    if (this.#child.pid === undefined) throw new ToolError('cannot start the command: no new process');
    this.pid = this.#child.pid;
  }

  /** Lets the command run; `ended` is called when it has ended. */
  release(ended: () => void): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) ended();
    else this.#child.on('exit', ended);
    this.#gate?.end('\n');
  }

  /** Lets go of the command: one that was not released ends, one that was goes on by itself. */
  close(): void {
    this.#gate?.destroy();
    this.#child.unref();
  }

  get #gate(): import('node:stream').Writable | undefined {
    return (this.#child.stdio[3] ?? undefined) as import('node:stream').Writable | undefined;
  }
}
