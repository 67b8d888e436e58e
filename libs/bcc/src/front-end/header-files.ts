import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the headers may be: named by the environment, in this checkout, beside a bundle. */
function folders(): string[] {
  const here = import.meta.dirname;
  const named = process.env.BCC_TS_INCLUDE;
  return [...(named ? [named] : []), ...(here ? [join(here, '../../include'), join(here, 'include')] : [])];
}

const texts = new Map<string, string>();

/** A file of this package's `include` folder. */
export function headerText(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    const path = folders()
      .map((folder) => join(folder, name))
      .find((candidate) => existsSync(candidate));
    if (path === undefined) {
      throw new Error(
        `cannot compile BPF C: ${name} is not there (copy libs/bcc/include beside the program, or name it in BCC_TS_INCLUDE)`,
      );
    }
    text = readFileSync(path, 'utf8');
    texts.set(name, text);
  }
  return text;
}

export const headerNames = [
  'constants.h',
  'inlines.h',
  'inlines-network.h',
  'inlines-kernel.h',
  'dialect.h',
  'usdt.h',
  'packets.h',
  'registers.h',
  'registers-x64.h',
  'registers-arm64.h',
  'helpers.txt',
  'syscalls.txt',
  'event-classes.txt',
] as const;

/** Changes with any of the headers. */
export function headersIdentity(): string {
  const hash = createHash('sha256');
  for (const name of headerNames) hash.update(headerText(name));
  return hash.digest('hex');
}
