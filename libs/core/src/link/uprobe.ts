import { existsSync } from 'node:fs';
import type { BpfLink, BpfProgram, NativeError, UprobeMultiOptions, UprobeOptions } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';

/** Attaches to a place in a binary, or to a function's return with `retprobe`. */
export function attachUprobe(program: BpfProgram, options: UprobeOptions): BpfLink {
  const kind = options.retprobe ? 'uretprobe' : 'uprobe';
  const place = options.symbol ?? `0x${options.offset.toString(16)}`;
  return attempt(
    `attach ${kind} to ${quote(options.path)}:${quote(place)}`,
    () => program.attachUprobe(options),
    (error) => explain(error, options.path, options.symbol, options.pid),
  );
}

/** Attaches to many places in one binary; Linux 6.6. */
export function attachUprobes(program: BpfProgram, options: UprobeMultiOptions): BpfLink {
  return attempt(
    `attach uprobes to ${options.offsets.length} places in ${quote(options.path)}`,
    () => program.attachUprobeMulti(options),
    (error) => explain(error, options.path, undefined, options.pid),
  );
}

function explain({ code }: NativeError, path: string, symbol?: string, pid?: number): string | undefined {
  if (code === 'ESRCH' || (pid !== undefined && pid > 0 && !existsSync(`/proc/${pid}`))) return `no process ${pid}`;
  if (code === 'ENOENT') {
    if (path.includes('/') && !existsSync(path)) return 'no such file';
    if (symbol) return 'the file has no such function (is it stripped?)';
  }
  if (code === 'EINVAL') return 'not the start of an instruction in an executable part of the file';
  if (code === 'LIBBPF_FORMAT' || code === 'LIBBPF_LIBELF') return 'not an ELF file';
  return undefined;
}
