import { readdirSync } from 'node:fs';

/** Every tool there is. */
export const everyTool: readonly string[] = readdirSync(new URL('../../tools/', import.meta.url)).sort();

/** What a tool must be told to see the workload of these tests, where its defaults do not do. */
const neededWords: Readonly<Record<string, string>> = {
  biolatency: '-d vdb',
  funccount: "'vfs_read*'",
  funclatency: 'vfs_read',
  offcputime: '-K -m 1000',
};

/** The command that runs a tool on the workload. */
export function invocation(tool: string, options = ''): string {
  return [tool, options, neededWords[tool]].filter(Boolean).join(' ');
}
