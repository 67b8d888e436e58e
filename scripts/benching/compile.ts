/** How much CPU a text of BCC's dialect takes to become an object, on this machine. Nothing is loaded. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../apt-packages.ts';
import type { Comparison, Row } from './comparison.ts';
import { medians } from './median.ts';
import { compileTargets, targetList } from './targets.ts';

/** CPU milliseconds of this process and the compilers it runs. */
export interface CompileFigures {
  cold_ms: number;
  warm_ms: number;
  kept_ms: number;
}

export interface CompileResult {
  text: string;
  samples: CompileFigures[];
  comparison: Comparison;
}

/** Each run in processes of its own: one that compiles, one that finds what was kept. */
export async function measureCompile(runs: number): Promise<CompileResult> {
  await ensurePackages(['clang-19']);
  const samples: CompileFigures[] = [];
  for (let run = 0; run < runs; run++) {
    const folder = mkdtempSync(join(tmpdir(), 'bcc-ts-bench-'));
    try {
      samples.push({ ...measure('compile', folder), ...measure('kept', folder) } as CompileFigures);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const middle = medians(samples);
  const row = (label: string, value: number | undefined): Row => ({ label, values: [value], digits: 1 });
  const rows = [
    row("first text of a process, the kernel's types not read yet: CPU ms", middle.cold_ms),
    row('further texts: CPU ms', middle.warm_ms),
    row('second start of the same text, kept on disk: CPU ms', middle.kept_ms),
  ];
  const notes = targetList(compileTargets(middle));
  const title = `libs/bcc: text of ${lines} lines to object, on this machine`;
  return { text: textFile, samples, comparison: { title, columns: ['bcc-ts'], rows, notes } };
}

export const textFile = fileURLToPath(new URL('programs/seventy-lines.c', import.meta.url));
const lines = execFileSync('grep', ['-c', '.', textFile], { encoding: 'utf8' }).trim();

function measure(part: string, folder: string): Partial<CompileFigures> {
  const child = fileURLToPath(new URL('compile-once.ts', import.meta.url));
  const environment = { ...process.env, BCC_TS_CACHE: folder };
  return JSON.parse(execFileSync(process.execPath, [child, part, textFile], { env: environment, encoding: 'utf8' }));
}
