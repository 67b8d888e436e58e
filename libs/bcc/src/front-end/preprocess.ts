import { type Clang, runClang } from './clang.ts';
import { CompileError, type Diagnostic } from './compile-error.ts';
import { macrosFor } from './constants.ts';
import { parseDiagnostics } from './diagnostics.ts';
import { type ResolvedText, resolveIncludes } from './includes.ts';
import type { Kernel } from './kernel-facts.ts';
import { tokenize } from './lexer.ts';

/** Where a line of the preprocessed text comes from. */
export interface Origin {
  file: string;
  line: number;
}

/** The user's text with macros expanded and `#if` decided, and without line markers. */
export interface Preprocessed {
  text: string;
  /** Offset of each line's start. */
  lineStarts: number[];
  /** For each line; undefined for lines of nobody. */
  origins: (Origin | undefined)[];
  includes: ReadonlySet<string>;
  files: ReadonlyMap<string, string>;
  /** What `BPF_LICENSE` and `CUR_CPU_IDENTIFIER` stand for; undefined where the text does not say. */
  license: string | undefined;
  currentCpu: string | undefined;
}

export interface PreprocessOptions {
  text: string;
  file: string;
  cflags: readonly string[];
}

const licenseMark = '__bcc_ts_license';
const cpuMark = '__bcc_ts_cpu';

/** Runs the preprocessor over the user's text. @throws CompileError */
export function preprocess(options: PreprocessOptions, kernel: Kernel, clang: Clang): Preprocessed {
  const { file } = options;
  const folders = includeFolders(options.cflags);
  const resolved = resolveIncludes(options.text, file, folders);
  const macros = macrosFor(tokenize(resolved.text), kernel);
  const machine = kernel.architecture === 'arm64' ? ['-D__aarch64__'] : ['-D__x86_64__'];
  const input = [
    macros,
    `# 1 ${JSON.stringify(file)}`,
    resolved.text,
    `${licenseMark} BPF_LICENSE`,
    `${cpuMark} CUR_CPU_IDENTIFIER`,
    '',
  ].join('\n');
  const result = runClang(
    clang,
    [
      ...['-E', '-x', 'c', '-std=gnu11', '-target', 'bpf', '-nostdinc', '-w', '-fno-diagnostics-show-option'],
      ...['-fno-caret-diagnostics', '-D__KERNEL__', '-D__BPF_TRACING__', '-DKBUILD_MODNAME="bcc"', ...machine],
      ...options.cflags.filter((flag) => /^-[DU]./.test(flag)),
      ...splitDefines(options.cflags),
    ],
    input,
  );
  if (result.status !== 0) {
    const diagnostics = parseDiagnostics(result.stderr).map(
      ({ file: name, line, column, severity, message }): Diagnostic => ({
        file: name === '<stdin>' || name === '-' ? file : name,
        line,
        column,
        severity,
        message: explain(message),
      }),
    );
    throw new CompileError(diagnostics, (name, line) => lineOf(resolved, name, line));
  }
  return withoutMarkers(asciiOnly(result.stdout.toString('utf8')), resolved);
}

/** Clang counts bytes: with other characters written as escapes, which is what they are in literals, so do we. */
function asciiOnly(text: string): string {
  return text.replace(/\P{ASCII}+/gu, (found) =>
    [...Buffer.from(found)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
}

function explain(message: string): string {
  return message.replace(/^"?((?:unknown header|headers include) .*?)"?$/, '$1');
}

/** The text of a line the user wrote. */
export function lineOf(
  resolved: { files: ReadonlyMap<string, string> },
  file: string,
  line: number,
): string | undefined {
  return resolved.files.get(file)?.split('\n')[line - 1];
}

/** Folders of `-I` flags. */
export function includeFolders(cflags: readonly string[]): string[] {
  const folders: string[] = [];
  for (let index = 0; index < cflags.length; index++) {
    const flag = cflags[index]!;
    if (flag === '-I' || flag === '-isystem' || flag === '-iquote') folders.push(cflags[++index] ?? '');
    else if (flag.startsWith('-I')) folders.push(flag.slice(2));
  }
  return folders.filter((folder) => folder !== '');
}

/** `-D NAME=VALUE` as two words. */
function splitDefines(cflags: readonly string[]): string[] {
  return cflags.flatMap((flag, index) =>
    /^-[DU]$/.test(flag) && cflags[index + 1] ? [`${flag}${cflags[index + 1]}`] : [],
  );
}

/** Takes the line markers out and remembers what they said. */
function withoutMarkers(output: string, resolved: ResolvedText): Preprocessed {
  const lines: string[] = [];
  const origins: (Origin | undefined)[] = [];
  let license: string | undefined;
  let currentCpu: string | undefined;
  let file: string | undefined;
  let line = 1;
  for (const text of output.split('\n')) {
    const marker = /^# (\d+) "((?:[^"\\]|\\.)*)"/.exec(text);
    if (marker) {
      line = Number(marker[1]);
      const name = JSON.parse(`"${marker[2]}"`) as string;
      file = resolved.files.has(name) ? name : undefined;
      continue;
    }
    if (text.startsWith(licenseMark)) {
      license = markValue(text.slice(licenseMark.length), 'BPF_LICENSE');
    } else if (text.startsWith(cpuMark)) {
      currentCpu = markValue(text.slice(cpuMark.length), 'CUR_CPU_IDENTIFIER');
    } else if (file !== undefined || text.trim() !== '') {
      lines.push(text);
      origins.push(file === undefined ? undefined : { file, line });
    }
    line++;
  }
  const lineStarts: number[] = [];
  let at = 0;
  for (const text of lines) {
    lineStarts.push(at);
    at += text.length + 1;
  }
  const { includes, files } = resolved;
  return { text: `${lines.join('\n')}\n`, lineStarts, origins, includes, files, license, currentCpu };
}

function markValue(text: string, name: string): string | undefined {
  const value = text.trim();
  return value === name ? undefined : value.replace(/^"(.*)"$/, '$1');
}
