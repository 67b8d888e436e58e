import type { Buffer } from './buffer-set.ts';

export interface EventStreamOptions {
  /** Ends the loop. */
  signal?: AbortSignal | undefined;
}

/** Events that wait for the loop's body; the buffer is left alone meanwhile, and the kernel counts what it must drop. */
const patience = 4096;

/** Makes an async iterator of a reader that delivers to a function. */
export async function* eventStream<E>(
  { signal }: EventStreamOptions,
  open: (deliver: (event: E) => void) => Buffer,
): AsyncGenerator<E, void, undefined> {
  const waiting: E[] = [];
  let wake: () => void = () => {};
  let flowing = true;
  const reader = open((event) => {
    waiting.push(event);
    if (flowing && waiting.length >= patience) {
      flowing = false;
      reader.pause();
    }
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    reader.resume();
    while (!signal?.aborted) {
      if (waiting.length > 0) {
        const batch = waiting.splice(0);
        for (const event of batch) yield event;
        continue;
      }
      if (!flowing) {
        flowing = true;
        reader.resume();
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal?.aborted) resolve();
      });
    }
    yield* waiting;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    reader.close();
  }
}
