import type { Kernel } from './kernel-facts.ts';
import { type EventFormat, parseFormat } from './tracepoint-format.ts';

/** The record of a tracepoint: from tracefs, else from what BTF and the tables know; undefined when there is none. */
export function eventFormat(
  category: string,
  event: string,
  kernel: Kernel,
  _mentioned: ReadonlySet<string>,
): EventFormat | undefined {
  const text = kernel.eventFormat(category, event);
  if (text !== undefined) return parseFormat(text);
  return undefined;
}
