import { appendFileSync } from 'node:fs';
import { type BpfProgram, features } from '@bcc-ts/core';
import type { Closable } from './attachments.ts';

let made = 0;

/**
 * Attaches to a function's return with room for `maxActive` calls under way, which only the text interface of tracefs
 * can say.
 */
export function attachWithMaxActive(program: BpfProgram, event: string, maxActive: number): Closable {
  const tracefs = features.tracefs();
  if (!tracefs) throw new Error(`cannot attach kretprobe to ${event} with maxActive: tracefs is not mounted`);
  const name = `bcc_ts_${process.pid}_${made++}`;
  const events = `${tracefs}/kprobe_events`;
  appendFileSync(events, `r${maxActive}:kprobes/${name} ${event}\n`);
  const remove = () => appendFileSync(events, `-:kprobes/${name}\n`);
  try {
    const link = program.attachTracepoint('kprobes', name);
    return {
      close() {
        link.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
