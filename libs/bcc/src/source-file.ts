import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Finds a source file: as it is named, or beside the program that runs. @throws Error naming the places. */
export function readSource(name: string, program = process.argv[1] ?? ''): { text: string; file: string } {
  const places = [name, ...(name.startsWith('/') ? [] : [join(dirname(program), name)])];
  const file = places.find((place) => existsSync(place));
  if (file === undefined) throw new Error(`cannot find source file ${name} (looked for ${places.join(' and ')})`);
  return { text: readFileSync(file, 'utf8'), file };
}
