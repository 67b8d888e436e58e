import { basename } from 'node:path';
import { BpfError, escapeText } from '@bcc-ts/core';
import { type SourceLine, sourceLines } from './line-info.ts';

/** The text a program was compiled from, to show lines of. */
export interface SourceText {
  text: string;
  /** As diagnostics call it. */
  file: string;
}

/** What the verifier's words mean for the C text. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /invalid mem access '(inv|scalar)'/,
    'the pointer is not known to be valid there: read through it with bpf_probe_read_kernel or bpf_probe_read_user',
  ],
  [/invalid mem access '\w*or_null'/, 'the pointer may be NULL: check it first'],
  [/cannot call GPL[- ]restricted function/, 'the helper is for GPL programs only: #define BPF_LICENSE GPL'],
  [/unknown func|program of this type cannot use helper/, 'this kernel or this kind of program has no such helper'],
  [/back-edge|infinite loop/, 'a loop needs a bound the verifier can see'],
  [
    /stack (limit|of \d+ exceeds)|combined stack size/,
    'more than 512 bytes of local variables: put large ones into a table',
  ],
  [/(BPF program is too large|too many (instructions|states))/, 'the program is too complex: fewer branches and loops'],
  [
    /leads to invalid memory access|min value is (negative|outside)|max value is outside/,
    'an index or length needs a bound: compare it before its use',
  ],
  [/Unreleased reference/, 'what was reserved must be submitted or discarded on every path'],
];

/**
 * The error for a program the verifier refused, with the line of C that it did not like, the instruction, and what to
 * do. Other errors are given back as they are.
 */
export function explainRefusal(error: unknown, object: Uint8Array, source: SourceText | undefined): unknown {
  if (!(error instanceof BpfError) || !error.verifierLog || !error.program) return error;
  const { verifierLog, program } = error;
  const instruction = lastInstruction(verifierLog);
  const line =
    instruction &&
    lineOf(
      safely(() => sourceLines(object, program)),
      instruction.index,
    );
  const hint = advice.find(([pattern]) => pattern.test(verifierLog))?.[1];
  const details = [
    ...(line ? [`  ${shown(line, source)}`] : []),
    ...(instruction ? [`  ${escapeText(instruction.text)}`] : []),
    ...(hint ? [`  (${hint})`] : []),
  ];
  return new BpfError([error.message, ...details].join('\n'), { ...error, verifierLog, program }, error);
}

/** The last instruction the verifier looked at. */
export function lastInstruction(log: string): { index: number; text: string } | undefined {
  const found = log.match(/^\d+: \([0-9a-f]{2}\).*$/gm)?.at(-1);
  if (!found) return undefined;
  // What newer kernels add is the state of registers.
  return { index: Number.parseInt(found, 10), text: found.replace(/\s+;.*$/, '').trim() };
}

/** The line that holds for an instruction. */
export function lineOf(lines: readonly SourceLine[], instruction: number): SourceLine | undefined {
  let found: SourceLine | undefined;
  for (const line of lines) {
    // Line 0 is code the compiler made up.
    if (line.instruction <= instruction && line.line > 0 && (!found || line.instruction >= found.instruction))
      found = line;
  }
  return found;
}

/** The place and the line as its author wrote it, where that is known: the compiler saw it rewritten. */
function shown({ file, line, text }: SourceLine, source: SourceText | undefined): string {
  const own = source && basename(file) === basename(source.file);
  const written = own ? source.text.split('\n')[line - 1] : undefined;
  return `${own ? source.file : basename(file)}:${line}: ${escapeText((written ?? text).trim())}`;
}

function safely<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch {
    return [];
  }
}
