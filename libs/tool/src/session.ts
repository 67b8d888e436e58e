import type { Clock } from './clock.ts';
import type { Core } from './environment.ts';
import type { Output } from './output.ts';
import type { ToolObject } from './tool-object.ts';

/** What a shape (events, histogram, ...) has to work with. */
export interface SessionContext {
  options: Readonly<Record<string, unknown>>;
  /** What the tool's `setup` returned. */
  state: unknown;
  object: ToolObject;
  core: Core;
  output: Output;
  clock: Clock;
  /** Counts events that user space could not take. */
  lost(cause: string, count: number): void;
  /** Writes one line to standard error, with the tool's name before it. */
  complain(message: string): void;
  /** Ends the run by the common path. */
  stop(reason: StopReason): void;
}

/** Why a run ends. */
export type StopReason =
  /** The duration or the number of outputs is reached. */
  | { kind: 'done' }
  | { kind: 'signal' }
  /** Nobody reads the output. */
  | { kind: 'closed' }
  | { kind: 'error'; error: unknown };

/** One run of a shape, between load and exit. Calls may throw; that ends the run with status 1. */
export interface Session {
  /** Opens readers, before anything is attached. */
  open(): void;
  /** Everything is attached: writes what comes before the first result. */
  begin(): void;
  /** The output is blocked: stops producing until `resume`. */
  pause(): void;
  resume(): void;
  /** Takes what is left, once, and writes the summary. */
  end(): void;
  close(): void;
}
