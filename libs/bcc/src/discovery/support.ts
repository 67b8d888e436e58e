import { readFileSync } from 'node:fs';
import { features } from '@bcc-ts/core';
import { kernelEnumHasValue } from './kernel-types.ts';

/** Whether `KFUNC_PROBE` and `KRETFUNC_PROBE` work here; found by trying, once. */
export function supportKfunc(): boolean {
  return features.trampolines();
}

/** Whether `KMOD_RET` works here. */
export function supportFmodRet(): boolean {
  return features.trampolines() && kernelEnumHasValue('bpf_attach_type', 'BPF_MODIFY_RETURN') === true;
}

/** Whether `LSM_PROBE` has an effect here: the kernel was built for it, and `bpf` is one of its security modules. */
export function supportLsm(): boolean {
  if (!features.trampolines() || !features.kernelFunction('bpf_lsm_bpf')) return false;
  try {
    return readFileSync('/sys/kernel/security/lsm', 'utf8').trim().split(',').includes('bpf');
  } catch {
    // securityfs is not mounted: what the kernel was built with decides.
    return true;
  }
}

/** Whether `RAW_TRACEPOINT_PROBE` works here; Linux 4.17. */
export function supportRawTracepoint(): boolean {
  return features.kernelFunction('bpf_get_raw_tracepoint') || features.kernelFunction('bpf_find_raw_tracepoint');
}

/** The same for tracepoints of modules; Linux 5.0. */
export function supportRawTracepointInModule(): boolean {
  return features.kernelFunction('bpf_get_raw_tracepoint_module') || features.kernelFunction('bpf_put_raw_tracepoint');
}
