import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';

/** Attaches to a tracepoint without its event record: the program gets the tracepoint's arguments. */
export function attachRawTracepoint(program: BpfProgram, name: string, cookie?: bigint): BpfLink {
  return attempt(
    `attach to raw tracepoint ${quote(name)}`,
    () => program.attachRawTracepoint(name, cookie),
    ({ code }) => (code === 'ENOENT' ? 'no such tracepoint in this kernel' : undefined),
  );
}
