/** What the main scripts of executables share: the files inside, run as modules. */
import { getAsset, getAssetKeys, getRawAsset } from 'node:sea';
import { compileFunction } from 'node:vm';
import { loadFromMemory } from './load-from-memory.ts';

/** Node's own modules only: nothing that lies in the working directory can be loaded. */
export type Require = (name: string) => unknown;

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

/** Evaluates a CommonJS module inside and gives its exports. */
export function runEmbedded(name: string, load: Require = builtin): unknown {
  const target = { exports: {} };
  const run = compileFunction(embeddedText(name), ['exports', 'require', 'module'], { filename: name });
  run.call(target.exports, target.exports, load, target);
  return target.exports;
}

export function builtin(name: string): unknown {
  const found = process.getBuiltinModule(name);
  if (!found) throw new Error(`cannot load ${name}: it is none of Node's own modules`);
  return found;
}
