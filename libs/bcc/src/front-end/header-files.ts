import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the headers may be: named by the environment, in this checkout, beside a bundle. */
function folders(): string[] {
  const here = import.meta.dirname;
  const named = process.env.BCC_TS_INCLUDE;
  return [...(named ? [named] : []), ...(here ? [join(here, '../../include'), join(here, 'include')] : [])];
}

function located(name: string): string {
  const path = folders()
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate));
  if (path !== undefined) return path;
  throw new Error(
    `cannot compile BPF C: ${name} is not there (copy libs/bcc/include beside the program, or name it in BCC_TS_INCLUDE)`,
  );
}

const texts = new Map<string, string>();

/** A file of this package's `include` folder. */
export function headerText(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = readFileSync(located(name), 'utf8');
    texts.set(name, text);
  }
  return text;
}

/** Names of the files in a folder of `include`, as {@link headerText} takes them. */
export function headersIn(folder: string): string[] {
  return readdirSync(located(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .sort();
}

/** Changes with any of the headers. */
export function headersIdentity(): string {
  const hash = createHash('sha256');
  for (const name of [...headersIn('.'), ...headersIn('inlines')]) hash.update(`${name}\n${headerText(name)}`);
  return hash.digest('hex');
}
