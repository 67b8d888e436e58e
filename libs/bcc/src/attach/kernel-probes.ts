import { ProgType } from '../constants.ts';
import { getKprobeFunctions } from '../discovery/kernel-functions.ts';
import type { NamePattern } from '../discovery/patterns.ts';
import { type AttachHost, attachEach } from './attachments.ts';
import { attachWithMaxActive } from './max-active.ts';

export interface KprobeOptions {
  /** Kernel function. */
  event?: string;
  /** Bytes from its beginning. */
  eventOffset?: number;
  /** Function of the text to run. */
  fnName: string;
  /** Instead of `event`: every function whose whole name matches. Those that cannot be probed are left out. */
  eventRe?: NamePattern;
}

export interface KretprobeOptions extends Omit<KprobeOptions, 'eventOffset'> {
  /** How many calls may be under way at the same time; further ones are missed. Default: the kernel's choice. */
  maxActive?: number;
}

export function attachKprobe(host: AttachHost, options: KprobeOptions): void {
  const { fnName, eventOffset = 0 } = options;
  eachEvent(host, 'kprobe', options, (event) => {
    const program = host.program(fnName, ProgType.KPROBE);
    host.attachments.add('kprobe', event, fnName, () => program.attachKprobe(event, { offset: eventOffset }));
  });
}

export function attachKretprobe(host: AttachHost, options: KretprobeOptions): void {
  const { fnName, maxActive = 0 } = options;
  eachEvent(host, 'kretprobe', options, (event) => {
    const program = host.program(fnName, ProgType.KPROBE);
    host.attachments.add('kretprobe', event, fnName, () =>
      maxActive > 0 ? attachWithMaxActive(program, event, maxActive) : program.attachKprobe(event, { retprobe: true }),
    );
  });
}

function eachEvent(host: AttachHost, kind: string, options: KprobeOptions, attach: (event: string) => void): void {
  const { event, eventRe, fnName } = options;
  if (eventRe !== undefined) {
    const events = getKprobeFunctions(eventRe);
    host.attachments.reserve(events.length);
    // Loaded first: a program that is refused is no place that cannot be probed.
    host.program(fnName, ProgType.KPROBE);
    attachEach(`${kind} ${eventRe}`, fnName, events, attach);
  } else if (event) {
    attach(event);
  } else {
    throw new TypeError(`attach ${kind}: give event or eventRe`);
  }
}
