/**
 * Runs code that was compiled when it was bundled (see code-file.ts). Part of every tool: it runs in the tools' own
 * process, before anything else, so it needs nothing but what Node has loaded by then.
 */
import { Script } from 'node:vm';

/** Gives Node's own modules only; with `lazily`, one that is loaded when something of it is used. */
export type Require = (name: string, lazily?: boolean) => unknown;

/** Bytes before what V8 made of the code: the length of that, and four unused ones, as V8 wants it aligned. */
export const headerBytes = 8;

/** Node's own modules: nothing that lies in the working directory can be loaded. */
export function builtin(name: string, lazily = false): unknown {
  if (lazily) return new Proxy({}, { get: (_, key) => (builtin(name) as Record<PropertyKey, unknown>)[key] });
  const found = process.getBuiltinModule(name);
  if (!found) throw new Error(`cannot load ${name}: it is none of Node's own modules`);
  return found;
}

/**
 * Evaluates the content of a code file as a CommonJS module and gives its exports. Where V8 does not take what another
 * Node has compiled, it compiles the code again.
 *
 * @param name what stack traces call it
 * @param directory `__dirname` of the code
 */
export function runCode(content: Buffer, name: string, load: Require = builtin, directory?: string): unknown {
  const codeStart = headerBytes + content.readUInt32LE(0);
  const script = new Script(content.toString('latin1', codeStart), {
    filename: name,
    cachedData: content.subarray(headerBytes, codeStart),
  });
  const target = { exports: {} };
  script.runInThisContext()(target.exports, load, target, directory);
  return target.exports;
}
