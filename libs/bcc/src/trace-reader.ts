import { escapeText } from '@bcc-ts/core';
import { writeOut } from './output.ts';
import { formatTraceFields, parseTraceLine, type TraceFields, utf8 } from './trace-fields.ts';
import { TracePipe } from './trace-pipe.ts';

/** What a `BPF` reads of trace_pipe, which it opens when it is first asked. */
export class TraceReader {
  readonly #path: string | undefined;
  #open: { pipe: TracePipe; nonblocking: boolean } | undefined;

  /** @param path Of the pipe; by default tracefs's. */
  constructor(path?: string) {
    this.#path = path;
  }

  /** Prints without end: lines as they are, or what a format makes of their fields. */
  print(format: string | ((fields: TraceFields) => string) | undefined): never {
    for (;;) {
      const line = this.#next(false);
      if (line === undefined) continue;
      const fields = format === undefined ? undefined : parseTraceLine(line);
      const text =
        fields === undefined
          ? utf8(line)
          : typeof format === 'string'
            ? formatTraceFields(format, fields)
            : format!(fields);
      writeOut(`${printable(text)}\n`);
    }
  }

  /** The fields of the next line; undefined when there is none and it is not to wait. */
  fields(nonblocking: boolean): TraceFields | undefined {
    const line = this.#wait(nonblocking);
    return line === undefined ? undefined : parseTraceLine(line);
  }

  /** The next line; undefined when there is none and it is not to wait. */
  line(nonblocking: boolean): string | undefined {
    const line = this.#wait(nonblocking);
    return line === undefined ? undefined : utf8(line);
  }

  /** Lines as they come, without blocking the event loop. */
  async *lines(signal: AbortSignal | undefined): AsyncGenerator<TraceFields, void, undefined> {
    // The kernel lets one reader have it.
    const pipe = new TracePipe(this.#path, true, this.#release());
    try {
      for await (const line of pipe.lines(signal)) yield parseTraceLine(line);
    } finally {
      pipe.close();
    }
  }

  close(): void {
    this.#release();
  }

  #release(): string {
    const rest = this.#open?.pipe.close() ?? '';
    this.#open = undefined;
    return rest;
  }

  #wait(nonblocking: boolean): string | undefined {
    for (;;) {
      const line = this.#next(nonblocking);
      if (line !== undefined || nonblocking) return line;
    }
  }

  #next(nonblocking: boolean): string | undefined {
    if (this.#open?.nonblocking !== nonblocking) {
      const rest = this.#release();
      this.#open = { pipe: new TracePipe(this.#path, nonblocking, rest), nonblocking };
    }
    return this.#open.pipe.readLine();
  }
}

/** Other processes' text must not steer a terminal; tabs stay. */
function printable(text: string): string {
  return text
    .split('\t')
    .map((part) => escapeText(part))
    .join('\t');
}
