/** Why events are missing, in words for people. Keyed by the name used in JSON. */
const reasons: Readonly<Record<string, string>> = {
  ring_full: 'ring buffer full',
  map_full: 'map full',
  no_scratch: 'no scratch memory',
  read_fault: 'memory not readable',
  no_buffer: 'CPU without a buffer',
  map_busy: 'map locked by what was interrupted',
  stack_collision: 'place taken by another',
  stack_full: 'no memory left',
  return_unseen: 'return of a function not seen',
  too_deep: 'calls nested too deeply',
  missed: 'program was running on that CPU already',
};

/** What is missing where it is not an event. */
const things: Readonly<Record<string, string>> = { stack_collision: 'call stack', stack_full: 'call stack' };

/** Events that were lost since the last report. */
export interface LossReport {
  /** snake_case name of the cause. */
  cause: string;
  /** The cause in words. */
  reason: string;
  /** What was lost, in the singular. */
  thing: string;
  /** Lost since the last report of this cause, and since the start. */
  count: number;
  total: number;
  /** The last report of a run repeats the total. */
  final: boolean;
  /** An option that helps, for example `--buffer-pages 512`. */
  hint?: string;
}

/**
 * Decides when loss is reported: the first at once, then whenever the total has doubled, and each cause's total at the
 * end. A flood of loss cannot drown the output, and no loss stays silent.
 */
export class LossLedger {
  readonly #report: (report: LossReport) => void;
  readonly #hints: Readonly<Record<string, string>>;
  readonly #totals = new Map<string, { total: number; reported: number; next: number }>();

  /** `hints` names an option for a cause. */
  constructor(report: (report: LossReport) => void, hints: Readonly<Record<string, string>> = {}) {
    this.#report = report;
    this.#hints = hints;
  }

  /** Lost events of all causes. */
  get total(): number {
    let sum = 0;
    for (const { total } of this.#totals.values()) sum += total;
    return sum;
  }

  /** Counts `count` more lost events. */
  add(cause: string, count: number): void {
    this.update(cause, (this.#totals.get(cause)?.total ?? 0) + count);
  }

  /** Sets the total of a cause that is counted elsewhere, such as in the kernel. */
  update(cause: string, total: number): void {
    const entry = this.#totals.get(cause) ?? { total: 0, reported: 0, next: 1 };
    this.#totals.set(cause, entry);
    entry.total = Math.max(entry.total, total);
    if (entry.total < entry.next) return;
    this.#emit(cause, entry, false);
    while (entry.next <= entry.total) entry.next *= 2;
  }

  /** Reports each cause's total, if there is one. */
  finish(): void {
    for (const [cause, entry] of this.#totals) this.#emit(cause, entry, true);
  }

  #emit(cause: string, entry: { total: number; reported: number }, final: boolean): void {
    if (entry.total === 0) return;
    const { total, reported } = entry;
    const reason = reasons[cause] ?? cause.replaceAll('_', ' ');
    const hint = this.#hints[cause];
    entry.reported = total;
    const thing = things[cause] ?? 'event';
    this.#report({ cause, reason, thing, count: total - reported, total, final, ...(hint !== undefined && { hint }) });
  }
}
