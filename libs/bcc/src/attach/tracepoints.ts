import { ProgType } from '../constants.ts';
import type { NamePattern } from '../discovery/patterns.ts';
import { getTracepoints } from '../discovery/tracepoints.ts';
import { type AttachHost, attachEach } from './attachments.ts';

export interface TracepointOptions {
  /** `category:event`. */
  tp?: string;
  /** Instead of `tp`: every tracepoint whose `category:event` matches as a whole. */
  tpRe?: NamePattern;
  fnName: string;
}

export function attachTracepoint(host: AttachHost, { tp, tpRe, fnName }: TracepointOptions): void {
  const program = host.program(fnName, ProgType.TRACEPOINT);
  const attach = (target: string) => {
    const [category, event, ...more] = target.split(':');
    if (!category || !event || more.length > 0) {
      throw new TypeError(`attach tracepoint: ${target} is not of the form category:event`);
    }
    host.attachments.add('tracepoint', target, fnName, () => program.attachTracepoint(category, event));
  };
  if (tpRe !== undefined) attachEach(`tracepoint ${tpRe}`, fnName, getTracepoints(tpRe), attach);
  else if (tp) attach(tp);
  else throw new TypeError('attach tracepoint: give tp or tpRe');
}

export interface RawTracepointOptions {
  /** Event alone, without its category. */
  tp: string;
  fnName: string;
}

export function attachRawTracepoint(host: AttachHost, { tp, fnName }: RawTracepointOptions): void {
  if (tp.includes(':')) throw new TypeError(`attach raw tracepoint: give the event alone, ${tp.split(':')[1]}`);
  if (host.attachments.has('raw_tracepoint', tp)) {
    throw new Error(`cannot attach ${fnName} to raw tracepoint ${tp}: it is attached already`);
  }
  const program = host.program(fnName, ProgType.RAW_TRACEPOINT);
  host.attachments.add('raw_tracepoint', tp, fnName, () => program.attachRawTracepoint(tp));
}
