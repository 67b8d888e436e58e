import { readdirSync, readFileSync } from 'node:fs';

/** While working on some tools, only these: `BCC_TS_TOOLS=execsnoop,opensnoop`. */
const chosen = process.env.BCC_TS_TOOLS?.split(',');

/** Every tool there is. */
export const everyTool: readonly string[] = readdirSync(new URL('../../tools/', import.meta.url))
  .filter((tool) => chosen?.includes(tool) ?? true)
  .sort();

/** What a tool must be told to see the workload of these tests, where its defaults do not do. */
const neededWords: Readonly<Record<string, string>> = {
  biolatency: '-d vdb',
  funccount: "'vfs_read*'",
  funclatency: 'vfs_read',
  memleak: '-z 1024',
  offcputime: '-K -m 1000',
  profile: '-K -F 29',
};

/** Reports of these tools have no rows that could be absent; this is one of nothing. */
const empty: Readonly<Record<string, (line: Readonly<Record<string, unknown>>) => boolean>> = {
  cachestat: ({ accessed, dirties }) => accessed === 0 && dirties === 0,
};

/** Whether a JSON line of a tool tells of something. */
export function saysSomething(tool: string, line: Readonly<Record<string, unknown>>): boolean {
  const { type, buckets } = line;
  if (type === 'lost' || (Array.isArray(buckets) && buckets.length === 0)) return false;
  return !empty[tool]?.(line);
}

/** The command that runs a tool on the workload. */
export function invocation(tool: string, options = ''): string {
  return [tool, options, neededWords[tool]].filter(Boolean).join(' ');
}

/** Whether a tool has an option, given with its dashes, as its README says. */
export function hasOption(tool: string, option: string): boolean {
  const readme = readFileSync(new URL(`../../tools/${tool}/README.md`, import.meta.url), 'utf8');
  return readme
    .split('\n')
    .some((line) => line.startsWith('| `') && new RegExp(`[\`, ]${option}[ \`]`).test(line.split('|')[1]!));
}
