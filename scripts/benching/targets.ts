/** What the tools are to reach, as ratios of figures of one run. */

export interface Target {
  what: string;
  value: number;
  limit: number;
  /** Whether the value is to be at least the limit, or at most. */
  kind: 'at least' | 'at most';
  unit: 'x' | 'MB' | '%' | 'events';
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
