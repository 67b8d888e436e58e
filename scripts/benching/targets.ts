/** What the tools are to reach, as ratios of figures of one run. */

export interface Target {
  what: string;
  value: number;
  limit: number;
  /** Whether the value is to be at least the limit, or at most. */
  kind: 'at least' | 'at most';
  unit: 'x' | 'MB' | '%' | 'events' | 'ms';
}

interface StartMedians {
  first_line_s?: number;
  end_s?: number;
  rss_kb?: number;
}

/** Targets of a start that the figures are there for, by the name of what was measured. */
export function startTargets(figures: Readonly<Record<string, StartMedians | undefined>>): Target[] {
  const first = (name: string) => {
    const time = figures[name]?.first_line_s;
    return time !== undefined && time > 0 ? time : undefined;
  };
  const [ours, bcc, libbpf, bpftrace] = ['bcc-ts', 'bpfcc-tools', 'libbpf-tools', 'bpftrace'].map(first);
  const node = figures['node -e 0']?.end_s;
  const rss = figures['bcc-ts']?.rss_kb;
  const targets: Target[] = [];
  const add = (what: string, kind: Target['kind'], limit: number, unit: Target['unit'], value: number) =>
    targets.push({ what, kind, limit, unit, value });
  if (ours && bcc) add("first line sooner than BCC's", 'at least', 15, 'x', bcc / ours);
  if (ours && bpftrace) add("first line sooner than bpftrace's", 'at least', 1, 'x', bpftrace / ours);
  if (ours && node && libbpf) {
    add("first line less Node's own boot, of libbpf-tools' first line", 'at most', 1.5, 'x', (ours - node) / libbpf);
  }
  if (rss) add('peak RSS', 'at most', 60, 'MB', rss / 1024);
  return targets;
}

/** Targets of a storm; figures that are missing have none. */
export function stormTargets(figures: {
  /** CPU seconds per million events. */
  cost: number | undefined;
  libbpfCost: number | undefined;
  lostPercent: number | undefined;
  unreported: number | undefined;
  rssMb: number | undefined;
}): Target[] {
  const { cost, libbpfCost, lostPercent, unreported, rssMb } = figures;
  const targets: Target[] = [];
  if (cost && libbpfCost) {
    const value = cost / libbpfCost;
    targets.push({ what: "CPU per event, of libbpf-tools'", kind: 'at most', limit: 1, unit: 'x', value });
  }
  if (lostPercent !== undefined) {
    targets.push({ what: 'lost', kind: 'at most', limit: 1, unit: '%', value: lostPercent });
  }
  if (unreported !== undefined) {
    targets.push({ what: 'lost and not reported', kind: 'at most', limit: 0, unit: 'events', value: unreported });
  }
  if (rssMb) targets.push({ what: 'peak RSS', kind: 'at most', limit: 60, unit: 'MB', value: rssMb });
  return targets;
}

/** Targets of a program with its C as text, by the way it starts. */
export function programTargets(figures: {
  compiled: ProgramMedians | undefined;
  again: ProgramMedians | undefined;
  python: ProgramMedians | undefined;
}): Target[] {
  const { compiled, again, python } = figures;
  const targets: Target[] = [];
  const sooner = (what: string, limit: number, ours?: number, theirs?: number) => {
    if (ours && theirs) targets.push({ what, kind: 'at least', limit, unit: 'x', value: theirs / ours });
  };
  sooner("attached sooner than BCC's, compiled", 5, compiled?.attached_s, python?.attached_s);
  sooner("attached sooner than BCC's, kept", 20, again?.attached_s, python?.attached_s);
  const smaller = (what: string, ours?: number, theirs?: number) => {
    if (ours && theirs) targets.push({ what, kind: 'at most', limit: 0.5, unit: 'x', value: ours / theirs });
  };
  smaller("peak RSS of BCC's, compiled", compiled?.rss_kb, python?.rss_kb);
  smaller("peak RSS of BCC's, kept", again?.rss_kb, python?.rss_kb);
  smaller("memory charged, of BCC's, compiled", compiled?.charged_kb, python?.charged_kb);
  smaller("memory charged, of BCC's, kept", again?.charged_kb, python?.charged_kb);
  return targets;
}

interface ProgramMedians {
  attached_s?: number;
  rss_kb?: number;
  charged_kb?: number;
}

/** Targets of compiling a text of 70 lines, in ms of CPU. */
export function compileTargets(figures: { cold_ms?: number; warm_ms?: number; kept_ms?: number }): Target[] {
  const targets: Target[] = [];
  const add = (what: string, limit: number, value?: number) => {
    if (value !== undefined) targets.push({ what, kind: 'at most', limit, unit: 'ms', value });
  };
  add('first text', 400, figures.cold_ms);
  add('further texts', 200, figures.warm_ms);
  add('kept', 20, figures.kept_ms);
  return targets;
}

/** One line of a list. */
export function describeTarget({ what, value, limit, kind, unit }: Target): string {
  const met = kind === 'at least' ? value >= limit : value <= limit;
  const text = (amount: number) => (unit === 'x' ? `${amount.toFixed(2)}x` : `${Number(amount.toFixed(2))} ${unit}`);
  return `- ${what}: ${text(value)} (target: ${kind} ${text(limit)}): ${met ? 'met' : 'missed'}`;
}

/** A note with all of them, or none. */
export function targetList(targets: readonly Target[]): string[] {
  return targets.length > 0 ? [targets.map(describeTarget).join('\n')] : [];
}
