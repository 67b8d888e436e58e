/** What becomes of a known number of events that come as fast as one CPU can make them. */
import type { Comparison, Row } from './comparison.ts';
import { median, medians } from './median.ts';
import type { Meter } from './meter.ts';
import { reportedLoss } from './reported-loss.ts';
import { type Suite, stormSubject, toolPath } from './subjects.ts';
import { stormTargets, targetList } from './targets.ts';

/** As meter.c prints it. */
interface StormFigures {
  calls: number;
  /** Lines of the calls, where they were counted. */
  counted: number;
  storm_s: number;
  storm_cpu_s: number;
  tool_cpu_s: number;
  rss_kb: number;
}

interface StormSample extends StormFigures {
  reported: number;
}

export interface StormResult {
  tool: string;
  calls: number;
  /** `nowhere`: the output went to /dev/null. `counted`: through a pipe. */
  samples: Record<'nowhere' | 'counted', Partial<Record<Suite, StormSample[]>>>;
  comparison: Comparison;
}

/** Measures each suite's opensnoop in turn, `runs` times, with `calls` failing openat() calls each. */
export async function measureStorm(
  meter: Meter,
  suites: readonly Suite[],
  calls: number,
  { runs, bccRuns }: { runs: number; bccRuns: number },
): Promise<StormResult> {
  const samples: StormResult['samples'] = { nowhere: {}, counted: {} };
  const notes: string[] = [];
  for (let round = 0; round < runs; round++) {
    for (const suite of suites) {
      if (suite === 'bpfcc-tools' && round >= bccRuns) continue;
      for (const kind of ['nowhere', 'counted'] as const) {
        const sample = await storm(meter, suite, calls, kind === 'counted');
        if (typeof sample !== 'string') samples[kind][suite] = [...(samples[kind][suite] ?? []), sample];
        else if (round === 0 && kind === 'nowhere') notes.push(sample);
      }
    }
  }
  const nowhere = suites.map((suite) => medians(samples.nowhere[suite] ?? []));
  const counted = suites.map((suite) => medians(samples.counted[suite] ?? []));
  const perMillion = (cpu?: number, events?: number) => (cpu && events ? (cpu / events) * 1e6 : undefined);
  const percent = (part?: number) => (part === undefined ? undefined : (part / calls) * 100);
  const missing = (sample: StormSample) => calls - sample.counted;
  const unreported = suites.map((suite) => {
    const counts = (samples.counted[suite] ?? []).map((sample) => Math.max(0, missing(sample) - sample.reported));
    return counts.length ? Math.max(...counts) : undefined;
  });
  const lost = suites.map((suite) => median((samples.counted[suite] ?? []).map(missing)));
  const rows: Row[] = [
    { label: 'delivered', values: counted.map((m) => m.counted), digits: 0 },
    { label: 'lost, %', values: lost.map(percent), digits: 2, ratios: false },
    { label: 'lost and not reported (worst run)', values: unreported, digits: 0, ratios: false },
    {
      label: 'CPU s per million delivered, pipe',
      values: counted.map((m) => perMillion(m.tool_cpu_s, m.counted)),
      digits: 1,
    },
    {
      label: 'lost to /dev/null as reported, %',
      values: nowhere.map((m) => percent(m.reported)),
      digits: 2,
      ratios: false,
    },
    {
      label: 'CPU s per million delivered, /dev/null',
      values: nowhere.map((m) => perMillion(m.tool_cpu_s, calls - (m.reported ?? 0))),
      digits: 1,
    },
    {
      label: 'CPU s of the caller per million calls',
      values: nowhere.map((m) => perMillion(m.storm_cpu_s, calls)),
      digits: 1,
    },
    { label: 'peak RSS, MB', values: nowhere.map((m) => m.rss_kb && m.rss_kb / 1024), digits: 1 },
  ];
  const costs = suites.map((_, i) => perMillion(nowhere[i]!.tool_cpu_s, calls - (nowhere[i]!.reported ?? 0)));
  const targets = stormTargets({
    cost: costs[0],
    libbpfCost: costs[suites.indexOf('libbpf-tools')],
    lostPercent: percent(nowhere[0]!.reported),
    unreported: unreported[0],
    rssMb: nowhere[0]!.rss_kb && nowhere[0]!.rss_kb / 1024,
  });
  notes.push(...targetList(targets));
  const comparison = { title: `${stormSubject}: ${calls} events at once`, columns: suites, rows, notes };
  return { tool: stormSubject, calls, samples, comparison };
}

async function storm(meter: Meter, suite: Suite, calls: number, counted: boolean): Promise<StormSample | string> {
  const path = toolPath(suite, stormSubject);
  if (!(await meter.exists(path))) return `${suite}: has no ${stormSubject}.`;
  const words = ['storm', '-n', String(calls), ...(counted ? ['-c'] : [])];
  const { figures, said } = await meter.measure<StormFigures>(words, [], [path]);
  if (figures.calls === undefined)
    return `${suite}: ${stormSubject} does not work here: ${said.trim().split('\n').at(-1)}`;
  return { ...figures, reported: reportedLoss(said) };
}
