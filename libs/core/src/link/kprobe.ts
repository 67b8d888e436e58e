import type { BpfLink, BpfProgram, KprobeOptions, NativeError } from '@bcc-ts/native';
import { attempt, isNativeError, quote } from '../errors.ts';
import { features } from '../features.ts';

/** Attaches to the entry of a kernel function, or to its return with `retprobe`. */
export function attachKprobe(program: BpfProgram, options: KprobeOptions): BpfLink {
  const kind = options.retprobe ? 'kretprobe' : 'kprobe';
  return attempt(
    `attach ${kind} to ${quote(options.symbol)}`,
    () => attachByAnyMeans(program, options),
    (error) => explainKprobe(error, options.symbol),
  );
}

/** perf_event_open(2) knows kprobes since Linux 4.17 and may be forbidden; the tracefs way remains. */
function attachByAnyMeans(program: BpfProgram, options: KprobeOptions): BpfLink {
  try {
    return program.attachKprobe(options);
  } catch (error) {
    if (options.mode || !isNativeError(error) || !['EOPNOTSUPP', 'ENOSYS', 'ENODEV'].includes(error.code)) throw error;
    return program.attachKprobe({ ...options, mode: 'legacy' });
  }
}

/** Why a function cannot be probed. */
export function explainKprobe(error: NativeError, symbol: string): string | undefined {
  switch (error.code) {
    case 'ENOENT':
    case 'ESRCH':
      return noSuchFunction(symbol);
    case 'EADDRNOTAVAIL':
      return 'several functions of this kernel have that name';
    case 'EINVAL':
      return features.kernelFunction(symbol)
        ? 'the kernel does not allow probes there (see /sys/kernel/debug/kprobes/blacklist)'
        : noSuchFunction(symbol);
    default:
      return undefined;
  }
}

function noSuchFunction(symbol: string): string {
  const [variant] = features.kernelFunctionVariants(symbol);
  if (variant) return `no such function in this kernel, only ${variant}, which the compiler has changed`;
  const prefix = symbol.split('_').find(Boolean) ?? symbol;
  return `no such function in this kernel (try: funccount '${quote(prefix)}_*')`;
}
