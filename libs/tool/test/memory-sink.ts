import type { Sink, SinkHandlers } from '../src/sink.ts';

/** Keeps what is written; tests block, close and fail it by hand. */
export class MemorySink implements Sink {
  text = '';
  blocked = false;
  /** Makes every write fail. */
  error: NodeJS.ErrnoException | undefined;
  readonly handlers: SinkHandlers;

  constructor(handlers: SinkHandlers = {}) {
    this.handlers = handlers;
  }

  write(text: string): void {
    if (this.error) this.handlers.onFailure?.(this.error);
    else this.text += text;
  }

  async drain(): Promise<boolean> {
    return !this.blocked;
  }
}
