import { lstatSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';

const maximumLinks = 40;

/**
 * The path, outside, of what `path` names for a process whose root directory is `root` (for example `/proc/7/root`):
 * symbolic links are followed inside that root, where the system would follow absolute ones outside of it. With an
 * empty root the path itself.
 */
export function resolveInRoot(root: string, path: string): string {
  if (root === '' || root === '/') return path;
  const done: string[] = [];
  const todo = path.split('/').reverse();
  let links = 0;
  while (todo.length > 0) {
    const part = todo.pop()!;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const here = posix.join(root, ...done, part);
    const target = linkTarget(here);
    if (target === undefined) {
      done.push(part);
      continue;
    }
    if (++links > maximumLinks) throw Object.assign(new Error(`too many symbolic links in ${path}`), { code: 'ELOOP' });
    if (target.startsWith('/')) done.length = 0;
    todo.push(...target.split('/').reverse());
  }
  return `${root}/${done.join('/')}`;
}

function linkTarget(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
