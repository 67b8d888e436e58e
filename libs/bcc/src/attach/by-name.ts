import { fixSyscallFnname } from '../discovery/syscall-names.ts';
import type { FrontEndProgram } from '../front-end/index.ts';
import type { AttachHost } from './attachments.ts';
import { attachKprobe, attachKretprobe } from './kernel-probes.ts';
import { attachRawTracepoint, attachTracepoint } from './tracepoints.ts';
import { attachTrampoline } from './trampolines.ts';

/** Attaches a function whose name, or macro, says where to; others are attached by hand. */
export function attachByName(host: AttachHost, { name: fnName, kind, target }: FrontEndProgram): void {
  if (target === undefined) return;
  switch (kind) {
    case 'kprobe':
      attachKprobe(host, { event: fixSyscallFnname(target), fnName });
      break;
    case 'kretprobe':
      attachKretprobe(host, { event: fixSyscallFnname(target), fnName });
      break;
    case 'tracepoint':
      attachTracepoint(host, { tp: target, fnName });
      break;
    case 'raw_tracepoint':
      attachRawTracepoint(host, { tp: target, fnName });
      break;
    case 'fentry':
      attachTrampoline(host, 'kfunc', fnName);
      break;
    case 'fexit':
      attachTrampoline(host, 'kretfunc', fnName);
      break;
    case 'lsm':
      attachTrampoline(host, 'lsm', fnName);
      break;
    default:
      break;
  }
}
