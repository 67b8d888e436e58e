/** Signals that end a tool through its one clean path. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** The part of `process` that delivers signals. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown;
  removeListener(signal: StopSignal, listener: () => void): unknown;
}

/**
 * Calls `stop` at the first stop signal and gives every signal its default action back, so that a second one ends the
 * process at once (status 130 for SIGINT) even while the summary is being computed.
 *
 * Node restores the default action of signals that the process was started to ignore, so a shell's background job ends
 * at SIGINT too.
 * Returns a function that stops listening.
 */
export function onStopSignal(stop: (signal: StopSignal) => void, source: SignalSource = process): () => void {
  const listeners = stopSignals.map((signal) => [signal, () => handle(signal)] as const);
  const dispose = (): void => {
    for (const [signal, listener] of listeners) source.removeListener(signal, listener);
  };
  const handle = (signal: StopSignal): void => {
    dispose();
    stop(signal);
  };
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return dispose;
}
