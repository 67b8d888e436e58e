import type { NativeError, BpfProgram as NativeProgram } from '@bcc-ts/native';
import { BpfError, failure, isNativeError } from './errors.ts';
import { escapeText } from './escape.ts';
import { features } from './features.ts';

/** The error for an object that could not be loaded, from libbpf's warnings and the verifier's log. */
export function loadError(
  name: string,
  error: unknown,
  warnings: string[],
  programs: readonly NativeProgram[],
  btfPath: string | undefined,
): unknown {
  if (!isNativeError(error)) return error;
  if (error.code === 'EPERM' || error.code === 'EACCES') {
    const refused = programs.find(({ log }) => log !== '');
    // The verifier answers EACCES to programs that break its rules.
    if (!refused || error.code === 'EPERM') return failure(`load ${name}`, error);
  }
  if (!btfPath && !features.kernelBtf()) {
    return new BpfError(
      `cannot load ${name}: this kernel has no BTF (needs CONFIG_DEBUG_INFO_BTF, or a BTF file for it)`,
      error,
      error,
    );
  }
  const refused = programs.find(({ log }) => log !== '');
  if (refused) return refusedProgram(refused, error);
  const warning = warnings[0];
  return warning
    ? new BpfError(`cannot load ${name}: ${escapeText(withoutErrno(warning))}`, error, error)
    : failure(`load ${name}`, error);
}

function refusedProgram(program: NativeProgram, error: NativeError): BpfError {
  const { name, log: verifierLog } = program;
  const message = `cannot load program ${name}: the verifier refused it: ${escapeText(lastWords(verifierLog))}`;
  return new BpfError(
    message,
    { code: error.code, errno: error.errno, syscall: error.syscall, verifierLog, program: name },
    error,
  );
}

/** The line that says why: the last one before the statistics. */
function lastWords(log: string): string {
  const lines = log.split('\n').map((line) => line.trim());
  const words = lines.filter((line) => line !== '' && !/^(processed|verification time|stack depth)\b/.test(line));
  return words.at(-1) ?? 'no reason given';
}

function withoutErrno(warning: string): string {
  return warning.split('\n')[0]!.replace(/: -\d+( \(\w+\))?\.?$/, '');
}
