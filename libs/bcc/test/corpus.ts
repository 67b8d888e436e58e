import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One small program of the corpus. */
export interface CorpusProgram {
  /** File without `.c`, and the words of its heading. */
  name: string;
  text: string;
  /** Probe reads that must be put in; undefined when the heading does not say. */
  reads?: number;
  /** For texts that must be refused: the line that is named and what is said. */
  error?: { line: number; message: RegExp };
}

/** All programs: in each file those between `//// NAME; reads: N` or `//// NAME; error: LINE: PATTERN` lines. */
export function corpusPrograms(): CorpusProgram[] {
  return globSync('corpus/*.c', { cwd: import.meta.dirname })
    .sort()
    .flatMap((file) => {
      const [, ...parts] = readFileSync(join(import.meta.dirname, file), 'utf8').split(/^\/\/\/\/ /m);
      return parts.map((part) => program(basename(file, '.c'), part));
    });
}

function program(file: string, part: string): CorpusProgram {
  const end = part.indexOf('\n');
  const [, title = '', , reads, , line, pattern] =
    /^(.*?)(; reads: (\d+))?(; error: (\d+): (.*))?$/.exec(part.slice(0, end)) ?? [];
  return {
    name: `${file}: ${title}`,
    text: part.slice(end + 1),
    ...(reads === undefined ? {} : { reads: Number(reads) }),
    ...(pattern === undefined ? {} : { error: { line: Number(line), message: new RegExp(pattern) } }),
  };
}
