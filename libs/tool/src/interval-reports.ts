import { IntervalSchedule } from './interval-schedule.ts';
import type { SessionContext } from './session.ts';

/** The end of the run gives no report of its own this soon after one: as a part of the interval, and in seconds. */
const JUST_NOW = 0.05;
const JUST_NOW_SECONDS = 0.1;

/**
 * When reports are due: every `interval` seconds, `count` times, where the tool has such options, and at the end of the
 * run. While the output is blocked the kernel goes on counting, and intervals run together.
 */
export class IntervalReports {
  readonly #run: SessionContext;
  readonly #report: (seconds: number) => void;
  readonly #schedule: IntervalSchedule;
  readonly #interval: number;
  #blocked = false;
  #due = false;
  #complete = false;
  #reports = 0;
  #last = 0;

  /** `report` is told how long was counted: since the report before, or since the start. */
  constructor(run: SessionContext, report: (seconds: number) => void) {
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
    this.#last = performance.now();
    this.#schedule.start();
  }

  pause(): void {
    this.#blocked = true;
  }

  resume(): void {
    this.#blocked = false;
    if (this.#due) this.#output();
  }

  /** The last report, unless there was one just now or none is wanted, and the last line. */
  end({ final = true, farewell }: { final?: boolean | undefined; farewell?: string | undefined } = {}): void {
    const age = (performance.now() - this.#last) / 1000;
    const justNow = this.#reports > 0 && age < Math.min(this.#interval * JUST_NOW, JUST_NOW_SECONDS);
    if (final && !this.#complete && !justNow) this.#make();
    if (farewell !== undefined) this.#run.output.note(farewell);
    this.#run.output.flush();
  }

  close(): void {
    this.#schedule.stop();
  }

  #output(): void {
    this.#due = this.#blocked;
    if (this.#blocked) return;
    try {
      this.#make();
      this.#run.output.flush();
    } catch (error) {
      this.#run.stop({ kind: 'error', error });
    }
  }

  #make(): void {
    const now = performance.now();
    const seconds = (now - this.#last) / 1000;
    this.#last = now;
    this.#reports++;
    this.#report(seconds);
  }
}
