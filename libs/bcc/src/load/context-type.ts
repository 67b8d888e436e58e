import { Btf, elfSection } from '@bcc-ts/core';
import { ProgType } from '../constants.ts';

/** Program types by the struct that the first parameter points to; only where there is one answer. */
const byContext: Readonly<Record<string, number>> = {
  pt_regs: ProgType.KPROBE,
  bpf_perf_event_data: ProgType.PERF_EVENT,
  bpf_raw_tracepoint_args: ProgType.RAW_TRACEPOINT,
  xdp_md: ProgType.XDP,
};

/**
 * What a function is likely to be loaded as, by its first parameter; functions of which that does not say are left out.
 * Kprobes, their returns, uprobes and USDT probes are one type.
 */
export function likelyTypes(object: Uint8Array, functions: readonly string[]): Map<string, number> {
  const types = new Map<string, number>();
  const section = elfSection(object, '.BTF');
  if (!section) return types;
  const btf = new Btf(section.bytes);
  for (const name of functions) {
    const declared = btf.find(name, 'function');
    const prototype = declared && btf.type(declared.target);
    const first = prototype?.kind === 'prototype' ? prototype.parameters[0] : undefined;
    const pointer = first && btf.resolve(first.type);
    const context = pointer?.kind === 'pointer' ? btf.resolve(pointer.target) : undefined;
    const type = context && byContext[context.name];
    if (type !== undefined) types.set(name, type);
  }
  return types;
}
