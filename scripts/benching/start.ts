/** How long a tool takes until it shows something, and what that costs. */
import type { Comparison, Row } from './comparison.ts';
import { medians } from './median.ts';
import type { Meter } from './meter.ts';
import { eventMarks, lineBuffering, type Subject, type Suite, toolPath } from './subjects.ts';
import { startTargets, targetList } from './targets.ts';

/** As meter.c prints it; -1 for what did not happen. */
export interface StartFigures {
  first_line_s: number;
  attached_s: number;
  first_event_s: number;
  end_s: number;
  cpu_s: number;
  rss_kb: number;
  /** What the kernel charged the process and its children together at most; absent where it does not tell. */
  charged_kb?: number;
}

export interface StartResult {
  tool: string;
  /** Of each suite, and of the runtime doing nothing. */
  samples: Partial<Record<Suite | 'node -e 0', StartFigures[]>>;
  comparison: Comparison;
}

const runtime = 'node -e 0';

/** How often: BCC's tools take so long that they have a number of their own. */
export interface Rounds {
  runs: number;
  bccRuns: number;
  /** Whether each runs once before to fill the caches; what BCC needs is the same for all of its tools. */
  warmUpBcc: boolean;
}

/** Measures a tool of the suites, each in turn, `runs` times and once before to fill the caches. */
export async function measureStart(
  meter: Meter,
  subject: Subject,
  suites: readonly Suite[],
  { runs, bccRuns, warmUpBcc }: Rounds,
): Promise<StartResult> {
  const columns = [...suites, runtime] as const;
  const samples: StartResult['samples'] = {};
  const notes: string[] = [];
  const failed = new Set<Suite | typeof runtime>();
  for (let round = 0; round <= runs; round++) {
    for (const column of columns) {
      if (column === 'bpfcc-tools' && (round === 0 ? !warmUpBcc : round > bccRuns)) continue;
      // What does not work once takes its whole time to show nothing, and would again.
      if (failed.has(column)) continue;
      const figures = column === runtime ? await startRuntime(meter) : await startTool(meter, subject, column);
      if (typeof figures === 'string') {
        failed.add(column);
        notes.push(figures);
      } else if (round > 0) {
        samples[column] = [...(samples[column] ?? []), figures];
      }
    }
  }
  const middle = columns.map((column) => medians(samples[column] ?? []));
  const row = (label: string, value: (m: (typeof middle)[number]) => number | undefined, digits: number): Row => ({
    label,
    values: middle.map(value),
    digits,
  });
  const happened = (time: number | undefined) => (time === undefined || time < 0 ? undefined : time);
  const rows = [
    row('first line, s', (m) => happened(m.first_line_s), 3),
    row('attached, s', (m) => happened(m.attached_s), 3),
    row('first event shown, s', (m) => happened(m.first_event_s), 3),
    row('to its own end, s', (m) => (happened(m.first_line_s) === undefined ? m.end_s : undefined), 3),
    row('CPU user + system, s', (m) => m.cpu_s, 3),
    row('peak RSS, MB', (m) => m.rss_kb && m.rss_kb / 1024, 1),
  ];
  const early: readonly string[] = subject.speaksEarly ?? [];
  for (const suite of early) notes.push(`${suite}: its first line comes before it is attached.`);
  const figures = Object.fromEntries(columns.map((column, i) => [column, early.includes(column) ? {} : middle[i]]));
  notes.push(...targetList(startTargets(figures)));
  const comparison = { title: `${subject.name}: start`, columns, rows: rows.filter(hasValues), notes };
  return { tool: subject.name, samples, comparison };
}

function hasValues({ values }: Row): boolean {
  return values.some((value) => value !== undefined);
}

async function startRuntime(meter: Meter): Promise<StartFigures> {
  return (await meter.measure<StartFigures>(['start'], [], ['/usr/lib/bcc-ts/node', '-e', '0'])).figures;
}

/** Gives a sentence instead where the tool does not work. */
async function startTool(meter: Meter, subject: Subject, suite: Suite): Promise<StartFigures | string> {
  const path = toolPath(suite, subject.name);
  const ownProgram = suite === 'bpftrace' ? subject.bpftrace : undefined;
  if (!ownProgram && !(await meter.exists(path))) return `${suite}: has no ${subject.name}.`;
  const words = subject.trigger ? ['start', '-t', subject.trigger, '-m', eventMarks[subject.trigger]] : ['start'];
  const command = ownProgram ? ['bpftrace', '-e', ownProgram] : [path, ...(subject.args ?? [])];
  const { figures, said } = await meter.measure<StartFigures>(words, lineBuffering[suite], command);
  const refused = /^Failed to attach/m.test(said);
  const works = figures.first_line_s >= 0 && (!subject.trigger || figures.first_event_s >= 0);
  if (works && !refused) return figures;
  const why =
    refused || figures.first_line_s < 0
      ? said.trim().split('\n').at(-1) || 'it shows nothing'
      : 'it starts, and shows no event';
  return `${suite}: ${subject.name} does not work here: ${why}`;
}
