import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The files a C source includes by `#include "..."`, directly and through them, in the order met. They are looked for
 * beside the including file, then in `folders`; `types.h` and files not found (the compiler says so better) are left out.
 */
export function includedFiles(file: string, folders: string[], found: string[] = []): string[] {
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
    if (name === 'types.h') continue;
    const path = [dirname(file), ...folders]
      .map((folder) => join(folder, name!))
      .find((candidate) => existsSync(candidate));
    if (!path || found.includes(path)) continue;
    found.push(path);
    includedFiles(path, folders, found);
  }
  return found;
}
