/** Main script of an installed tool: runs the code file beside it. */
import { readFileSync } from 'node:fs';
import { builtin, runCode } from './run-code.ts';

runCode(readFileSync(`${__filename.slice(0, -'.cjs'.length)}.code`), __filename, builtin, __dirname);
