import { join } from 'node:path';

export type * from './native.d.ts';

/** The addon's functions and classes. */
export type Native = typeof import('./native.d.ts');

/**
 * An embedding that carries the addon elsewhere than in a file, such as an executable with everything inside, puts a
 * function here that loads it.
 */
export const embeddedAddon = Symbol.for('bcc-ts.embedded-addon');

let loaded: Native | undefined;

/** The addon, loaded at the first call: what never touches the kernel never opens it. */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

function load(): Native {
  const embedded = (globalThis as { [embeddedAddon]?: () => Native })[embeddedAddon];
  const sources: [what: string, open: () => Native][] = embedded
    ? [['the embedded copy', embedded]]
    : files().map((file) => [file, () => openFile(file)]);
  const failures: string[] = [];
  for (const [what, open] of sources) {
    try {
      return open();
    } catch (error) {
      failures.push(`${what}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new Error(`cannot load the native addon (${failures.join('; ')})`);
}

/** As installed, and as built. */
function files(): string[] {
  const here = typeof __dirname === 'string' ? __dirname : import.meta.dirname;
  return [join(here, '../bcc-ts.node'), join(here, '../dist/lib/bcc-ts/bcc-ts.node')];
}

/** Opens an addon file, which need not be on a path that `require` accepts. */
export function openFile(file: string): Native {
  const target = { exports: {} as Native };
  process.dlopen(target, file);
  return target.exports;
}
