import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from './cell.ts';
import { systemReason } from './explain-error.ts';
import { ToolError } from './usage-error.ts';

/**
 * A file that appears under its name when it is complete, in place of what was there. It is created beside its place at
 * once, so that a wrong name or a missing permission shows before hours of tracing.
 */
export class NewFile {
  readonly #path: string;
  readonly #temporary: string;
  #descriptor: number | undefined;

  /** @throws ToolError when it cannot be created. */
  constructor(path: string) {
    this.#path = path;
    this.#temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
    this.#descriptor = this.#try(() => openSync(this.#temporary, 'wx'));
  }

  /** Writes everything and gives the file its name. @throws ToolError */
  finish(content: string): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#try(() => {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
      closeSync(descriptor);
      this.#descriptor = undefined;
      renameSync(this.#temporary, this.#path);
    });
  }

  /** Removes what is not finished. */
  discard(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#temporary, { force: true });
  }

  #try<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (this.#descriptor !== undefined) this.discard();
      else rmSync(this.#temporary, { force: true });
      throw new ToolError(`cannot write ${printable(this.#path)}: ${systemReason(error as NodeJS.ErrnoException)}`);
    }
  }
}
