import { explainDiagnostic } from './advice.ts';
import { CompileError, type Diagnostic, renderDiagnostic } from './compile-error.ts';
import { parseDiagnostics, type RawDiagnostic } from './diagnostics.ts';
import type { EditedText } from './edits.ts';
import type { Kernel } from './kernel-facts.ts';
import type { KernelTypes } from './kernel-types.ts';
import { lineOf, type Preprocessed } from './preprocess.ts';
import { placeOf } from './source-places.ts';

/** Errors in the user's own file and line, of one text. */
export class TextErrors {
  readonly #source: Preprocessed;
  readonly #file: string;
  readonly #kernel: Kernel;

  /** @param file Name of the text where a place has no other. */
  constructor(source: Preprocessed, file: string, kernel: Kernel) {
    this.#source = source;
    this.#file = file;
    this.#kernel = kernel;
  }

  /** The error for faults at offsets of the preprocessed text. */
  at(faults: { offset: number; message: string }[]): CompileError {
    return new CompileError(this.#diagnostics(faults, 'error'), this.#lineOf);
  }

  /** Warnings at offsets of the preprocessed text, ready to print. */
  warnings(found: { offset: number; message: string }[]): string[] {
    return this.#diagnostics(found, 'warning').map((diagnostic) => renderDiagnostic(diagnostic, this.#lineOf));
  }

  #diagnostics(found: { offset: number; message: string }[], severity: Diagnostic['severity']): Diagnostic[] {
    return found.map(({ offset, message }) => {
      const place = placeOf(this.#source, offset);
      return {
        file: place?.file ?? this.#file,
        line: place?.line ?? 0,
        column: place?.column ?? 0,
        severity,
        message,
      };
    });
  }

  readonly #lineOf = (file: string, line: number): string | undefined => lineOf(this.#source, file, line);

  /** The error that clang's messages mean. `names`: how files are called in them, where they are not ours. */
  ofClang(
    stderr: string,
    types: KernelTypes,
    offsetOf: (diagnostic: RawDiagnostic) => number | undefined,
    names?: ReadonlyMap<string, string>,
  ): CompileError {
    const original = new Map([...(names ?? [])].map(([file, name]) => [name, file]));
    const raw = parseDiagnostics(stderr);
    const diagnostics = raw
      .filter(({ severity }) => severity === 'error')
      .map((diagnostic) => {
        const offset = offsetOf(diagnostic);
        const place = offset === undefined ? undefined : placeOf(this.#source, offset);
        const file = place?.file ?? original.get(diagnostic.file.replace(/^.*\//, '')) ?? this.#file;
        const line = place?.line ?? (original.size > 0 ? diagnostic.line : 0);
        const message = explainDiagnostic(diagnostic.message, types, this.#kernel);
        return { file, line, column: place?.column ?? 0, severity: 'error' as const, message };
      });
    // A typed parameter is written down twice, the second time in text of our own, which has no column.
    const once = diagnostics.filter(
      ({ message, column }, index) =>
        column > 0 || !diagnostics.slice(0, index).some((other) => other.message === message),
    );
    if (once.length === 0) {
      const message = `clang failed without saying why: ${stderr.trim().split('\n')[0] ?? ''}`;
      once.push({ file: this.#file, line: 0, column: 0, severity: 'error', message });
    }
    return new CompileError(once, this.#lineOf);
  }

  /** The error for symbols an object lacks. */
  ofMissing(edited: EditedText, names: string[], types: KernelTypes): CompileError {
    const faults = names.map((symbol) => {
      const { name, at, called } = mentionOf(symbol, edited.text);
      const message = called
        ? explainDiagnostic(`call to undeclared function '${name}'`, types, this.#kernel)
        : `${name} is declared extern, and nothing in this text defines it`;
      return { offset: edited.sourceOffset(at), message };
    });
    return this.at(faults);
  }
}

/** Functions of C that the compiler knows, and may make others of. */
const builtins = ['strncmp', 'strcmp', 'memcmp', 'strlen', 'memcpy', 'memmove', 'memset'];

/** Where a text asks for a symbol: by its name, or by that of a function the compiler made it of. */
function mentionOf(symbol: string, text: string): { name: string; at: number; called: boolean } {
  for (const name of [symbol, ...builtins]) {
    const mention = new RegExp(`\\b(__builtin_)?${name}\\b(\\s*\\()?`).exec(text);
    if (mention) return { name, at: mention.index + (mention[1]?.length ?? 0), called: mention[2] !== undefined };
  }
  return { name: symbol, at: 0, called: true };
}
