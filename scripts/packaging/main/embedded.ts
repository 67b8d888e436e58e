/** What the main scripts of executables share: the files inside, run as modules. */
import { getAsset, getAssetKeys, getRawAsset } from 'node:sea';
import { type Require, runCode } from '../../bundling/run-code.ts';
import { loadFromMemory } from './load-from-memory.ts';

/** Lets the library load the addon inside this executable. */
export function provideAddon(): void {
  const load = () => loadFromMemory(new Uint8Array(getRawAsset('bcc-ts.node')));
  Object.assign(globalThis, { [Symbol.for('bcc-ts.embedded-addon')]: load });
}

/** Names of the files inside that begin with `prefix`, without it. */
export function embeddedNames(prefix: string): string[] {
  return getAssetKeys()
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

export function embeddedText(name: string): string {
  return getAsset(name, 'utf8');
}

/** Evaluates a code file inside and gives its exports. */
export function runEmbedded(name: string, load?: Require): unknown {
  return runCode(Buffer.from(getRawAsset(name)), name, load);
}
