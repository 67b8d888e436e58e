/** Stands in for the package in the guest: tells the test when a program begins to wait, which is when it is attached. */
export * from '../../src/index.ts';

import { writeSync } from 'node:fs';
import * as bcc from '../../src/index.ts';

let told = false;

function tell(): void {
  const fd = Number(process.env.BCC_TS_NOTIFY_FD);
  if (told || !fd) return;
  told = true;
  writeSync(fd, 'ready\n');
}

export class BPF<T extends object> extends bcc.BPF<T> {
  override perfBufferPoll(timeout?: bcc.Timeout): number {
    tell();
    return super.perfBufferPoll(timeout);
  }

  override ringBufferPoll(timeout?: bcc.Timeout): number {
    tell();
    return super.ringBufferPoll(timeout);
  }

  override tracePrint(format?: string | ((fields: bcc.TraceFields) => string)): never {
    tell();
    return super.tracePrint(format);
  }

  override run(options?: { signal?: AbortSignal | undefined }): Promise<void> {
    setImmediate(tell);
    return super.run(options);
  }
}

export function interrupted(timeoutMs?: number): Promise<boolean> {
  const waiting = bcc.interrupted(timeoutMs);
  tell();
  return waiting;
}

for (const table of [bcc.RingBufTable, bcc.PerfOutputTable]) {
  const { events } = table.prototype;
  table.prototype.events = function (this: never, ...options: never[]) {
    setTimeout(tell, 100);
    return (events as (...args: never[]) => never).apply(this, options);
  } as never;
}
