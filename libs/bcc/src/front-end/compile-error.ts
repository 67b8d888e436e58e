export interface Diagnostic {
  file: string;
  /** From 1; 0 when it concerns no line. */
  line: number;
  /** From 1; 0 when unknown. */
  column: number;
  severity: 'error' | 'warning' | 'note';
  message: string;
}

/** A text that cannot become a program. The message is ready to print: each diagnostic with its line and a caret. */
export class CompileError extends Error {
  override name = 'CompileError';
  readonly diagnostics: readonly Diagnostic[];

  /** @param lineOf The text of a line of a file, for the excerpt. */
  constructor(diagnostics: readonly Diagnostic[], lineOf: (file: string, line: number) => string | undefined) {
    super(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, lineOf)).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/** Ready to print: the line, and a caret below the column. */
export function renderDiagnostic(
  { file, line, column, severity, message }: Diagnostic,
  lineOf: (file: string, line: number) => string | undefined,
): string {
  if (line === 0) return `${file}: ${severity}: ${message}`;
  const place = column > 0 ? `${file}:${line}:${column}` : `${file}:${line}`;
  const head = `${place}: ${severity}: ${message}`;
  const text = lineOf(file, line);
  if (text === undefined || text.length > 400) return head;
  const shown = text.replace(/(?!\t)\p{Cc}/gu, ' ').trimEnd();
  if (column === 0 || column > shown.length + 1) return `${head}\n    ${shown}`;
  const indent = shown.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return `${head}\n    ${shown}\n    ${indent}^`;
}
