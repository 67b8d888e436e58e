import { IntervalSchedule } from './interval-schedule.ts';
import type { SessionContext } from './session.ts';

/** The end of the run gives no report of its own this soon after one, as a part of the interval. */
const JUST_NOW = 0.05;

/**
 * When reports are due: every `interval` seconds, `count` times, where the tool has such options, and at the end of the
 * run. While the output is blocked, intervals run together.
 */
export class IntervalReports {
  readonly #run: SessionContext;
  readonly #report: () => void;
  readonly #schedule: IntervalSchedule;
  readonly #interval: number;
  #blocked = false;
  #due = false;
  #complete = false;
  #last = Number.NEGATIVE_INFINITY;

  constructor(run: SessionContext, report: () => void) {
    this.#run = run;
    this.#report = report;
    const { interval, count } = run.options as { interval?: number; count?: number };
    this.#interval = interval ?? 0;
    this.#schedule = new IntervalSchedule(
      interval,
      count,
      () => this.#output(),
      () => {
        this.#complete = true;
        run.stop({ kind: 'done' });
      },
    );
  }

  begin(): void {
    this.#schedule.start();
  }

  pause(): void {
    this.#blocked = true;
  }

  resume(): void {
    this.#blocked = false;
    if (this.#due) this.#output();
  }

  /** The last report, unless there was one just now. */
  end(): void {
    const age = (performance.now() - this.#last) / 1000;
    if (!this.#complete && age >= this.#interval * JUST_NOW) this.#report();
    this.#run.output.flush();
  }

  close(): void {
    this.#schedule.stop();
  }

  #output(): void {
    this.#due = this.#blocked;
    if (this.#blocked) return;
    try {
      this.#last = performance.now();
      this.#report();
      this.#run.output.flush();
    } catch (error) {
      this.#run.stop({ kind: 'error', error });
    }
  }
}
