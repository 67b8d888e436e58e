import { lineOf, type Preprocessed } from './preprocess.ts';

function lineIndex({ lineStarts: starts }: Preprocessed, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The user's line that an offset of the preprocessed text comes from. */
export function originAt(source: Preprocessed, offset: number) {
  return source.origins[lineIndex(source, offset)];
}

/** The user's line and column for an offset of the preprocessed text. Macros move columns: the word there is looked for. */
export function placeOf(
  source: Preprocessed,
  offset: number,
): { file: string; line: number; column: number } | undefined {
  const index = lineIndex(source, offset);
  const origin = source.origins[index];
  if (!origin) return undefined;
  const start = source.lineStarts[index]!;
  const expanded = source.text.slice(start, source.lineStarts[index + 1] ?? source.text.length);
  const written = lineOf(source, origin.file, origin.line) ?? '';
  const column = offset - start;
  const word = /^(?:\w+|\S)/.exec(expanded.slice(column))?.[0];
  if (word === undefined) return { ...origin, column: 0 };
  if (written.startsWith(word, column)) return { ...origin, column: column + 1 };
  const pattern = new RegExp(/^\w/.test(word) ? `\\b${word}\\b` : word.replace(/[^\w\s]/g, '\\$&'), 'g');
  const rank = [...expanded.slice(0, column).matchAll(pattern)].length;
  const places = [...written.matchAll(pattern)].map((match) => match.index);
  const at = places[rank] ?? places.at(-1);
  return { ...origin, column: at === undefined ? 0 : at + 1 };
}

/** Puts a `#line` wherever the lines of the text do not follow each other as the user's do. */
export function withLineDirectives(
  text: string,
  origin: (offset: number) => { file: string; line: number } | undefined,
  names: ReadonlyMap<string, string>,
): string {
  const output: string[] = [];
  let expected: { file: string; line: number } | undefined;
  let offset = 0;
  for (const line of text.split('\n')) {
    const place = line.trim() === '' ? undefined : origin(offset + line.search(/\S/));
    if (place && (place.file !== expected?.file || place.line !== expected.line)) {
      output.push(`# ${place.line} ${JSON.stringify(names.get(place.file) ?? place.file)}`);
      expected = { ...place };
    }
    output.push(line);
    if (expected) expected.line++;
    offset += line.length + 1;
  }
  return output.join('\n');
}
