import { BpfError, type BpfProgram } from '@bcc-ts/core';
import { ProgType } from '../constants.ts';
import type { AttachHost, AttachKind } from './attachments.ts';

export type TrampolineKind = Extract<AttachKind, 'kfunc' | 'kretfunc' | 'fmod_ret' | 'lsm'>;

/** What BCC's macros put before the name of the function that they define. */
const prefixes: Readonly<Record<TrampolineKind, readonly string[]>> = {
  kfunc: ['', 'kfunc__', 'kfunc__vmlinux__'],
  kretfunc: ['', 'kretfunc__', 'kretfunc__vmlinux__'],
  fmod_ret: ['', 'kmod_ret__'],
  lsm: ['', 'lsm__'],
};

/** The text's function for a name with or without its macro's prefix. */
export function trampolineName(kind: TrampolineKind, name: string, known: ReadonlySet<string>): string {
  const candidates = prefixes[kind].map((prefix) => prefix + name);
  return candidates.find((candidate) => known.has(candidate)) ?? name;
}

/** Attaches to the kernel function or hook that the program's macro names. @throws Error when it is attached already. */
export function attachTrampoline(host: AttachHost, kind: TrampolineKind, fnName: string): void {
  if (host.attachments.has(kind, fnName)) throw new Error(`cannot attach ${kind} ${fnName}: it is attached already`);
  const program: BpfProgram = host.program(fnName, kind === 'lsm' ? ProgType.LSM : ProgType.TRACING);
  const attach = (one: BpfProgram) => (kind === 'lsm' ? one.attachLsm() : one.attachTrace());
  host.attachments.add(kind, fnName, fnName, () => {
    try {
      return attach(program);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'ENOENT') throw error;
      return attach(host.programAgain(fnName));
    }
  });
}
