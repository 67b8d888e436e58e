/** Counts what passed, failed and was skipped, and keeps the reasons for the end of the report. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #failures: string[] = [];
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

  /** Prints skips by reason, failures by name, and the closing line. */
  report(write: (text: string) => void = (text) => process.stdout.write(text)) {
    write('\n');
    for (const [reason, count] of this.#skips) write(`skipped ${count}: ${reason}\n`);
    for (const name of this.#failures) write(`failed: ${name}\n`);
    write(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped\n`);
  }
}
