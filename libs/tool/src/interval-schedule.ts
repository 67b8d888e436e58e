/** The longest time a timer of Node can wait; longer ones would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `callback` after `seconds`, however many. Returns what cancels it. */
export function after(seconds: number, callback: () => void): () => void {
  const due = performance.now() + seconds * 1000;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = due - performance.now();
    timer = setTimeout(left > LONGEST_MS ? wait : callback, Math.min(Math.max(left, 0), LONGEST_MS));
  };
  wait();
  return () => clearTimeout(timer);
}

/**
 * Calls `output` every `seconds`, and `done` after the last of `count` times. The times do not drift: each is counted
 * from the start. Without `seconds` nothing happens before the end of the run.
 */
export class IntervalSchedule {
  readonly #seconds: number | undefined;
  readonly #count: number;
  readonly #output: () => void;
  readonly #done: () => void;
  #outputs = 0;
  #periods = 0;
  #start = 0;
  #cancel = (): void => {};

  constructor(seconds: number | undefined, count: number | undefined, output: () => void, done: () => void) {
    this.#seconds = seconds;
    this.#count = count ?? Number.POSITIVE_INFINITY;
    this.#output = output;
    this.#done = done;
  }

  start(): void {
    this.#start = performance.now();
    this.#next();
  }

  stop(): void {
    this.#cancel();
  }

  #next(): void {
    if (this.#seconds === undefined) return;
    const elapsed = (performance.now() - this.#start) / 1000;
    this.#periods = Math.max(this.#periods + 1, Math.floor(elapsed / this.#seconds) + 1);
    this.#cancel = after(this.#periods * this.#seconds - elapsed, () => this.#fire());
  }

  #fire(): void {
    this.#outputs++;
    this.#output();
    if (this.#outputs < this.#count) this.#next();
    else this.#done();
  }
}
