/** What the JSON lines of a tool hold: the fields and their types, as the README of the tool lists them. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Field {
  /** In the words of the README, in alphabetical order. */
  types: readonly string[];
  /** In every line. */
  always: boolean;
}

export type Fields = ReadonlyMap<string, Field>;

const begin = '<!-- generated: BCC_TS_WRITE_FIELDS=1 scripts/test -->';
const end = '<!-- end of fields -->';

/** The type of a value in words: `number`, `list of number`, `list of {from: number, to: number}`. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const types = [...new Set(value.map(typeOf))].sort();
    return types.length ? `list of ${types.join(' or ')}` : 'list';
  }
  if (typeof value !== 'object') return typeof value;
  const members = Object.entries(value as object).map(([key, member]) => `${key}: ${typeOf(member)}`);
  return `{${members.join(', ')}}`;
}

/** A list whose elements differ has a type for each kind of element. */
function typesOf(value: unknown): string[] {
  return Array.isArray(value) && value.length > 0 ? value.map((element) => typeOf([element])) : [typeOf(value)];
}

/** The fields of some lines, in the order in which they are first seen. */
export function fieldsOf(lines: readonly Readonly<Record<string, unknown>>[]): Fields {
  const seen = new Map<string, { types: Set<string>; count: number }>();
  for (const line of lines) {
    for (const [key, value] of Object.entries(line)) {
      const field = seen.get(key) ?? { types: new Set(), count: 0 };
      seen.set(key, field);
      for (const type of typesOf(value)) field.types.add(type);
      field.count++;
    }
  }
  return new Map(
    Array.from(seen, ([key, { types, count }]) => [key, { types: tidy(types), always: count === lines.length }]),
  );
}

/** Both together: a field of only one of them is not always there. */
export function unite(a: Fields, b: Fields): Fields {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return new Map(
    Array.from(keys, (key) => {
      const [left, right] = [a.get(key), b.get(key)];
      const types = tidy(new Set([...(left?.types ?? []), ...(right?.types ?? [])]));
      return [key, { types, always: Boolean(left?.always && right?.always) }];
    }),
  );
}

/** An empty list says nothing where lists with elements are known. */
function tidy(types: Set<string>): string[] {
  const sorted = [...types].sort();
  return sorted.some((type) => type.startsWith('list of ')) ? sorted.filter((type) => type !== 'list') : sorted;
}

/** What of `seen` the documentation does not have. Empty when it has all of it. */
export function undocumented(seen: Fields, documented: Fields): string[] {
  const problems: string[] = [];
  for (const [key, { types }] of seen) {
    const known = documented.get(key);
    if (!known) problems.push(`${key} is not documented`);
    else {
      const lists = known.types.some((type) => type.startsWith('list of '));
      const odd = types.filter((type) => !known.types.includes(type) && !(type === 'list' && lists));
      if (odd.length) problems.push(`${key} is ${odd.join(' or ')}, documented as ${known.types.join(' or ')}`);
    }
  }
  for (const [key, { always }] of documented) {
    if (always && !seen.get(key)?.always) problems.push(`${key} is missing`);
  }
  return problems;
}

const readme = (tool: string) => new URL(`../../tools/${tool}/README.md`, import.meta.url);

/** The fields that a tool's README lists. */
export function documentedFields(tool: string): Fields {
  const [, section = ''] = readFileSync(readme(tool), 'utf8').split(begin);
  const rows = section.split(end)[0]!.matchAll(/^\| `(.+?)` \| (.+?) \|(.*)\|$/gm);
  return new Map(
    Array.from(rows, ([, key, types, note]) => [key!, { types: types!.split(' or '), always: !note!.trim() }]),
  );
}

/** Puts the fields into the tool's README. */
export function documentFields(tool: string, fields: Fields): void {
  const rows = Array.from(
    fields,
    ([key, { types, always }]) => `| \`${key}\` | ${types.join(' or ')} | ${always ? '' : 'not always there'} |`,
  );
  const section = [begin, '## JSON', '| Field | Type | |', '| --- | --- | --- |', ...rows, end].join('\n');
  const text = readFileSync(readme(tool), 'utf8');
  const [before, after] = text.split(begin);
  const rest = after === undefined ? '' : after.split(end)[1]!;
  writeFileSync(readme(tool), `${before!.trimEnd()}\n\n${section}${rest || '\n'}`);
}
