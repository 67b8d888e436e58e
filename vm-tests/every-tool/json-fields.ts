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

/** The type of a value in words. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** A field of an element of a list or of an object: `frames[].name`. It is there when what holds it is. */
const isInner = (key: string) => /[.[]/.test(key);

/** The fields of some lines, in the order in which they are first seen; those of lists and objects one by one. */
export function fieldsOf(lines: readonly Readonly<Record<string, unknown>>[]): Fields {
  const seen = new Map<string, { types: Set<string>; count: number; holder: string }>();
  const objects = new Map<string, number>();
  const object = (path: string, members: object) => {
    objects.set(path, (objects.get(path) ?? 0) + 1);
    for (const [key, value] of Object.entries(members)) field(path === '' ? key : `${path}.${key}`, value, path);
  };
  const field = (path: string, value: unknown, holder: string) => {
    const known = seen.get(path) ?? { types: new Set(), count: 0, holder };
    seen.set(path, known);
    known.types.add(typeOf(value));
    known.count++;
    if (Array.isArray(value)) for (const element of value) item(`${path}[]`, element);
    else if (value !== null && typeof value === 'object') object(path, value);
  };
  const item = (path: string, value: unknown) => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) object(path, value);
    else field(path, value, '');
  };
  for (const line of lines) object('', line);
  return new Map(
    Array.from(seen, ([key, { types, count, holder }]) => [
      key,
      { types: [...types].sort(), always: key.endsWith('[]') || count === objects.get(holder) },
    ]),
  );
}

/** Both together: a field of only one of them is not always there. */
export function unite(a: Fields, b: Fields): Fields {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return new Map(
    Array.from(keys, (key) => {
      const [left, right] = [a.get(key), b.get(key)];
      const types = [...new Set([...(left?.types ?? []), ...(right?.types ?? [])])].sort();
      const always = (field: Field | undefined) => field?.always ?? isInner(key);
      return [key, { types, always: always(left) && always(right) }];
    }),
  );
}

/** The exact bytes of a text that is not UTF-8, which every text may have beside it. */
const isExactText = (key: string, documented: Fields) =>
  key.endsWith('_b64') && documented.has(key.slice(0, -'_b64'.length));

/** What of `seen` the documentation does not have. Empty when it has all of it. */
export function undocumented(seen: Fields, documented: Fields): string[] {
  const problems: string[] = [];
  for (const [key, { types }] of seen) {
    const known = documented.get(key);
    if (!known) {
      if (!isExactText(key, documented)) problems.push(`${key} is not documented`);
    } else {
      const odd = types.filter((type) => !known.types.includes(type));
      if (odd.length) problems.push(`${key} is ${odd.join(' or ')}, documented as ${known.types.join(' or ')}`);
    }
  }
  for (const [key, { always }] of documented) {
    if (always && !isInner(key) && !seen.get(key)?.always) problems.push(`${key} is missing`);
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
