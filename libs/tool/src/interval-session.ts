import { EventTime } from './clock.ts';
import { IntervalReports } from './interval-reports.ts';
import type { Session, SessionContext } from './session.ts';

/** What the plans of such sessions have in common. */
export interface IntervalPlan {
  preamble?: string | ((options: Readonly<Record<string, unknown>>, state: unknown) => string | undefined);
  final?: boolean;
  farewell?: string;
}

/** What the functions of a plan get beside what was counted. */
export interface IntervalContext {
  options: Readonly<Record<string, unknown>>;
  state: unknown;
  time: EventTime;
}

/**
 * Reports at intervals. The operands or options `interval` (seconds) and `count`, where the tool has them, say how often;
 * a signal or the end of `--duration` gives a last report.
 */
export abstract class IntervalSession<P extends IntervalPlan> implements Session {
  protected readonly plan: P;
  protected readonly run: SessionContext;
  /** Its time is that of the report. */
  protected readonly context: IntervalContext;
  readonly #reports: IntervalReports;

  constructor(plan: P, run: SessionContext) {
    this.plan = plan;
    this.run = run;
    this.context = { options: run.options, state: run.state, time: new EventTime(run.clock) };
    this.#reports = new IntervalReports(run, (seconds) => {
      this.context.time.set(run.clock.now());
      this.report(seconds);
    });
  }

  abstract open(): void;

  /** Writes what was counted in the last `seconds`. */
  protected abstract report(seconds: number): void;

  begin(): void {
    const { output, options, state } = this.run;
    const { preamble } = this.plan;
    const text = typeof preamble === 'function' ? preamble(options, state) : preamble;
    if (text !== undefined) output.note(text);
    output.flush();
    this.#reports.begin();
  }

  pause(): void {
    this.#reports.pause();
  }

  resume(): void {
    this.#reports.resume();
  }

  end(): void {
    this.#reports.end(this.plan);
  }

  close(): void {
    this.#reports.close();
  }
}
