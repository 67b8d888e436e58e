import type { Kernel } from './kernel-facts.ts';

/** A program of a text, as the loader must know it. */
export interface FrontEndProgram {
  name: string;
  /** ELF section; `fn/NAME` for functions whose type is known only when they are attached. */
  section: string;
  kind:
    | 'kprobe'
    | 'kretprobe'
    | 'tracepoint'
    | 'raw_tracepoint'
    | 'fentry'
    | 'fexit'
    | 'fmod_ret'
    | 'lsm'
    | 'iter'
    | 'function';
  /** What its name attaches it to: a function, `category:event`, a hook; undefined for `function`. */
  target?: string;
}

/** What a function's name says about it, by BCC's conventions. */
export function programNamed(name: string, kernel: Kernel): FrontEndProgram {
  const rest = (prefix: string) =>
    name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : '';
  let target = rest('kprobe__');
  if (target) return probe('kprobe', kernelFunction(target, kernel));
  target = rest('kretprobe__');
  if (target) return probe('kretprobe', kernelFunction(target, kernel));
  target = rest('tracepoint__');
  const split = target.indexOf('__');
  if (split > 0) {
    const category = target.slice(0, split);
    const event = target.slice(split + 2);
    return { name, section: `tracepoint/${category}/${event}`, kind: 'tracepoint', target: `${category}:${event}` };
  }
  target = rest('raw_tracepoint__');
  if (target) return { name, section: `raw_tp/${target}`, kind: 'raw_tracepoint', target };
  for (const [prefix, kind] of [
    ['kfunc__', 'fentry'],
    ['kretfunc__', 'fexit'],
    ['kmod_ret__', 'fmod_ret'],
  ] as const) {
    target = rest(prefix);
    if (!target) continue;
    const named = kind === 'fmod_ret' ? target : target.replace(/^[A-Za-z0-9_]+?__(?=[A-Za-z_])/, '');
    return { name, section: `${kind}/${named}`, kind, target: named };
  }
  target = rest('lsm__');
  if (target) return { name, section: `lsm/${target}`, kind: 'lsm', target };
  target = rest('bpf_iter__');
  if (target) return { name, section: `iter/${target}`, kind: 'iter', target };
  return { name, section: `fn/${name}`, kind: 'function' };

  function probe(kind: 'kprobe' | 'kretprobe', symbol: string): FrontEndProgram {
    return { name, section: `${kind}/${symbol}`, kind, target: symbol };
  }
}

/** `sys_clone`, with any architecture's prefix, becomes what this kernel calls it. */
export function kernelFunction(name: string, kernel: Kernel): string {
  const call = systemCall(name);
  if (call === undefined) return name;
  if (!kernel.wrapsSystemCalls) return `sys_${call}`;
  return kernel.architecture === 'arm64' ? `__arm64_sys_${call}` : `__x64_sys_${call}`;
}

/** The system call a function implements: `clone` for `sys_clone` or `__x64_sys_clone`. */
export function systemCall(name: string): string | undefined {
  return /^(?:sys_|SyS_|__x64_sys_|__arm64_sys_|__s390x_sys_|__riscv_sys_)(\w+)$/.exec(name)?.[1];
}

/** Whether extra parameters of a function are a system call's, which may lie in a second `pt_regs`. */
export function takesSystemCall(name: string): boolean {
  if (name.startsWith('syscall__')) return true;
  return name.startsWith('kprobe__') && systemCall(name.slice('kprobe__'.length)) !== undefined;
}
