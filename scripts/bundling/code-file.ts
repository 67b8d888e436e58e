/**
 * Code files: CommonJS code together with what V8 makes of it, so that a tool's start does not compile anything. Both
 * are in one file, because V8 would take what it made of another code of the same length.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const compiler = join(import.meta.dirname, 'compile-code.ts');

/**
 * How the tools' Node is started. A tool makes much garbage and keeps little, so a young generation of 1 MiB is as quick
 * as the 16 that V8 would let it grow to under load, and takes 15 MB less. One word, because a script's first line can
 * hold no more.
 */
export const runtimeFlag = '--max-semi-space-size=1';

/** V8 puts strings in the order of their hashes: with a fixed seed for these the same code gives the same bytes. */
const seed = '--hash-seed=1';

/**
 * Node's own modules, but for those that are there in any case: many tools need `crypto` or `child_process` for one
 * option, and loading these takes longer than all else a start evaluates. Only where names of them are imported, which
 * are looked up at each use.
 */
const costlyImport = /=require\(("node:(?!fs"|path"|os")[a-z_/]+")\)/g;

/** The content of a code file. Strings of one byte a character are smaller and quicker to read, so it is all ASCII. */
export function codeFile(code: string): Buffer {
  const ascii = code
    .replace(/^#!.*/, '')
    .replace(costlyImport, '=require($1,true)')
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const wrapped = `(function(exports,require,module,__dirname){${ascii}\n})`;
  const compiled = execFileSync(process.execPath, [runtimeFlag, seed, compiler], {
    input: wrapped,
    maxBuffer: 1 << 28,
  });
  const header = Buffer.alloc(8);
  header.writeUInt32LE(compiled.length);
  return Buffer.concat([header, compiled, Buffer.from(wrapped, 'latin1')]);
}
