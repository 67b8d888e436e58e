/** How long a program with its C as text takes until it is attached: ours, compiled or kept, and BCC's Python. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWithCompiler } from '../../libs/bcc/test/harness/texts.ts';
import type { Guest } from '../../vm-tests/index.ts';
import type { Comparison, Row } from './comparison.ts';
import { medians } from './median.ts';
import type { Meter } from './meter.ts';
import type { Rounds, StartFigures } from './start.ts';
import { guestDirectory } from './subjects.ts';
import { programTargets, targetList } from './targets.ts';

const columns = ['bcc-ts, compiled', 'bcc-ts, kept', 'python3-bpfcc'] as const;
type Column = (typeof columns)[number];

export interface ProgramResult {
  program: string;
  samples: Partial<Record<Column, StartFigures[]>>;
  comparison: Comparison;
}

const example = 'mkdir-printk';
const directory = `${guestDirectory}/program`;
const kept = `${directory}/kept`;

const commands: Record<Column, readonly string[]> = {
  'bcc-ts, compiled': ['/usr/lib/bcc-ts/node', `${directory}/src/bundle/${example}.mjs`],
  'bcc-ts, kept': ['/usr/lib/bcc-ts/node', `${directory}/src/bundle/${example}.mjs`],
  'python3-bpfcc': ['python3', `${directory}/mkdir.py`],
};

/** Needs the guest's layers `bcc` and `clang`. */
export async function measureProgram(guest: Guest, meter: Meter, { runs, bccRuns }: Rounds): Promise<ProgramResult> {
  await install(guest);
  const samples: ProgramResult['samples'] = {};
  const notes: string[] = [];
  for (let round = 0; round <= runs; round++) {
    for (const column of columns) {
      if (column === 'python3-bpfcc' && round > bccRuns) continue;
      if (column === 'bcc-ts, compiled') await guest.run(`rm -rf ${kept}`);
      const { figures, said } = await meter.measure<StartFigures>(
        ['start', '-a'],
        [`BCC_TS_CACHE=${kept}`],
        commands[column],
      );
      if (figures.attached_s < 0) throw new Error(`${column} was never attached: ${said.trim().split('\n').at(-1)}`);
      if (round > 0) samples[column] = [...(samples[column] ?? []), figures];
    }
  }
  const middle = columns.map((column) => medians(samples[column] ?? []));
  const row = (label: string, value: (m: (typeof middle)[number]) => number | undefined, digits: number): Row => ({
    label,
    values: middle.map(value),
    digits,
  });
  const rows = [
    row('attached, s', (m) => m.attached_s, 3),
    row('CPU user + system, s', (m) => m.cpu_s, 3),
    row('peak RSS of a process, MB', (m) => m.rss_kb && m.rss_kb / 1024, 1),
    row('peak of all memory charged, MB', (m) => m.charged_kb && m.charged_kb / 1024, 1),
  ];
  const [compiled, again, python] = middle;
  notes.push(...targetList(programTargets({ compiled, again, python })));
  return { program: example, samples, comparison: { title: `libs/bcc, ${example}: start`, columns, rows, notes } };
}

/** Beside the code: the addon, and the compiler's headers, which are looked for in the folder above. */
async function install(guest: Guest) {
  const local = mkdtempSync(join(tmpdir(), 'bcc-ts-bench-'));
  try {
    mkdirSync(join(local, 'src/bundle'), { recursive: true });
    const source = fileURLToPath(new URL(`../../libs/bcc/examples/${example}.ts`, import.meta.url));
    await bundleWithCompiler({ [example]: source }, join(local, 'src/bundle'));
    await guest.put(local, directory);
    await guest.put(fileURLToPath(new URL('../../libs/bcc/include', import.meta.url)), `${directory}/include`);
    await guest.put(fileURLToPath(new URL('programs/mkdir.py', import.meta.url)), `${directory}/mkdir.py`);
    await guest.run(`cp ${guestDirectory}/bcc-ts.node ${directory}/src/`);
  } finally {
    rmSync(local, { recursive: true, force: true });
  }
}
