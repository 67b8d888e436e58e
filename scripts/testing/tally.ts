/** Counts what passed, failed and was skipped, and keeps the reasons for the end of the report. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #failures: string[] = [];
  readonly #secondAttempts: string[] = [];
  readonly #skips = new Map<string, number>();

  pass() {
    this.passed++;
  }

  fail(name: string) {
    this.failed++;
    this.#failures.push(name);
  }

  skip(reason: string) {
    this.skipped++;
    this.#skips.set(reason, (this.#skips.get(reason) ?? 0) + 1);
  }

  /** Notes what failed at first and passed when it was run again. */
  secondAttempt(name: string) {
    this.#secondAttempts.push(name);
  }

  /** Prints skips by reason, what passed only when run again, failures by name, and the closing line. */
  report(write: (text: string) => void = (text) => process.stdout.write(text)) {
    write('\n');
    for (const [reason, count] of this.#skips) write(`skipped ${count}: ${reason}\n`);
    for (const name of this.#secondAttempts) write(`passed only when run again: ${name}\n`);
    for (const name of this.#failures) write(`failed: ${name}\n`);
    write(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped\n`);
  }
}
