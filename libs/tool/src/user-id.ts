import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

const LARGEST_ID = 0xfffffffe;

/**
 * The id of a user given by number or by name.
 * Names are looked up in /etc/passwd only: no name service is asked, so nothing is loaded into a privileged process.
 * @throws UsageError when there is no such user.
 */
export function userId(text: string, readPasswd: () => string = () => readFileSync('/etc/passwd', 'utf8')): number {
  if (/^\d+$/.test(text) && Number(text) <= LARGEST_ID) return Number(text);
  const entry = passwdLines(readPasswd).find((fields) => fields[0] === text && text !== '');
  if (!entry || !/^\d+$/.test(entry[2] ?? '')) throw new UsageError(`no such user '${text}'`);
  return Number(entry[2]);
}

function passwdLines(readPasswd: () => string): string[][] {
  try {
    return readPasswd()
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
