/** Compiles a text for the kernel that BCC is compared on, and prints what it took: see compile.ts. */
import { readFileSync } from 'node:fs';
import { compileText } from '../../libs/bcc/src/front-end/index.ts';
import { corpusKernels } from '../../libs/bcc/test/kernels.ts';

const [part, file] = process.argv.slice(2);
const text = readFileSync(file!, 'utf8');
const kernel = corpusKernels().find(({ name }) => name === '6.1')?.facts;
if (!kernel) throw new Error('the types of kernel 6.1 are not there (try: scripts/vm prepare --kernel 6.1)');

/** Of this process and of those it waited for, in ms; the latter in steps of 10. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  return (user + system) / 1000 + (Number(fields[13]) + Number(fields[14])) * 10;
}

function took(work: () => void): number {
  const before = cpu();
  work();
  return cpu() - before;
}

const warmTexts = 8;
if (part === 'compile') {
  const cold_ms = took(() => compileText({ text, kernel }));
  const all = took(() => {
    for (let i = 0; i < warmTexts; i++) compileText({ text: `${text}// ${i}\n`, kernel, cache: false });
  });
  process.stdout.write(JSON.stringify({ cold_ms, warm_ms: all / warmTexts }));
} else {
  let cached = false;
  const kept_ms = took(() => {
    cached = compileText({ text, kernel }).cached;
  });
  if (!cached) throw new Error('the object was not kept');
  process.stdout.write(JSON.stringify({ kept_ms }));
}
