/** Gives V8 the code on standard input and writes what it makes of it. A process of its own, with a fixed hash seed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// All functions: which ones a run needs differs, and reading one is much quicker than compiling it.
setFlagsFromString('--no-lazy');
const script = new Script(readFileSync(0, 'latin1'));
// V8 takes back only what was made with the flags it has itself.
setFlagsFromString('--lazy');
setFlagsFromString('--hash-seed=0');
writeFileSync(1, script.createCachedData());
