/** One message of clang, at its place in clang's input. */
export interface RawDiagnostic {
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning' | 'note';
  message: string;
}

const maximumDiagnostics = 20;

/** Reads what clang printed with `-fno-caret-diagnostics`. Remarks on how many there were are left out. */
export function parseDiagnostics(output: string): RawDiagnostic[] {
  const result: RawDiagnostic[] = [];
  for (const line of output.split('\n')) {
    const match = /^(.*?):(\d+):(\d+): (fatal error|error|warning|note): (.*)$/.exec(line);
    if (match) {
      const severity = match[4] === 'fatal error' ? 'error' : (match[4] as RawDiagnostic['severity']);
      const [, file = '', at, column] = match;
      const message = match[5]!.replace(/ \[-W[\w-,=]+\]$/, '');
      result.push({ file, line: Number(at), column: Number(column), severity, message });
    } else {
      const bare = /^(?:clang[^:]*: )?(?:fatal )?error: (?:error in backend: )?(.*)$/.exec(line);
      if (!bare || /^clang frontend command failed/.test(bare[1]!)) continue;
      // Older compilers say where in the middle of what they could not make instructions of.
      const [, file = '', at = '0'] = /, ([\w.+-]+):(\d+):\d+/.exec(bare[1]!) ?? [];
      result.push({ file, line: Number(at), column: 0, severity: 'error', message: bare[1]! });
    }
    if (result.length >= maximumDiagnostics) break;
  }
  return result;
}
