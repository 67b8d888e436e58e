import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname ?? '', '../../include');
const texts = new Map<string, string>();

/** A file of this package's `include` folder. */
export function headerText(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = readFileSync(join(folder, name), 'utf8');
    texts.set(name, text);
  }
  return text;
}

export const headerNames = [
  'constants.h',
  'inlines.h',
  'dialect.h',
  'usdt.h',
  'packets.h',
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
