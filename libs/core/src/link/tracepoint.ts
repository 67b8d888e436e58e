import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';
import { features } from '../features.ts';

/** Attaches to a classic tracepoint, for example `sched`, `sched_switch`. */
export function attachTracepoint(program: BpfProgram, category: string, name: string, cookie?: bigint): BpfLink {
  return attempt(
    `attach to tracepoint ${quote(category)}:${quote(name)}`,
    () => program.attachTracepoint(category, name, cookie),
    ({ code }) => {
      if (code !== 'ENOENT' && code !== 'EINVAL') return undefined;
      if (!features.tracefs()) return features.tracefsMissing();
      return features.tracepoint(category, name)
        ? undefined
        : `no such tracepoint in this kernel (try: tplist '${quote(category)}:*')`;
    },
  );
}
