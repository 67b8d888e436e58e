import type { NativeError } from '@bcc-ts/native';
import { escapeText } from './escape.ts';
import { explainPermission } from './privileges.ts';

/** A call into the kernel or libbpf that failed. The message is one line: what was tried, on what, why, what to do next. */
export class BpfError extends Error {
  override name = 'BpfError';
  /** Errno name, for example `ENOENT`. */
  readonly code: string;
  /** Positive errno. */
  readonly errno: number;
  /** The system call or libbpf function. */
  readonly syscall: string;
  /** What the verifier said when it refused the program. */
  readonly verifierLog?: string;
  /** The program the verifier refused. */
  readonly program?: string;

  constructor(
    message: string,
    from: { code: string; errno: number; syscall: string; verifierLog?: string; program?: string },
    cause?: unknown,
  ) {
    super(message, { cause });
    this.code = from.code;
    // Node's own errors have it negative.
    this.errno = Math.abs(from.errno);
    this.syscall = from.syscall;
    if (from.verifierLog) this.verifierLog = from.verifierLog;
    if (from.program) this.program = from.program;
  }
}

/** What an errno means for one particular call, beyond its general meaning; undefined when that says it. */
export type Explain = (error: NativeError) => string | undefined;

/** Runs native code; its errors become {@link BpfError}s that begin with `cannot <what>`. */
export function attempt<T>(what: string, run: () => T, explain?: Explain): T {
  try {
    return run();
  } catch (error) {
    throw failure(what, error, explain);
  }
}

/** The {@link BpfError} for a failed native call. Other errors are given back as they are. */
export function failure(what: string, error: unknown, explain?: Explain): unknown {
  if (!isNativeError(error)) return error;
  return new BpfError(`cannot ${what}: ${explain?.(error) ?? reason(error)}`, error, error);
}

export function isNativeError(error: unknown): error is NativeError {
  return error instanceof Error && 'errno' in error && 'syscall' in error && !(error instanceof BpfError);
}

/** Quotes a name that came from outside, so that it cannot disturb the line it stands in. */
export function quote(name: string): string {
  return escapeText(name);
}

function reason(error: NativeError): string {
  if (error.code === 'EPERM' || error.code === 'EACCES') return explainPermission(error);
  if (error.code === 'EBADF') return 'it is closed';
  return error.message.charAt(0).toLowerCase() + error.message.slice(1);
}
