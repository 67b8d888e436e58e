import type { ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { features } from '../features.ts';
import { linesWith, textPieces } from '../kernel-text.ts';

/** A kernel function that a group can contain. */
export interface GroupFunction {
  readonly name: string;
  readonly module: string | undefined;
  readonly address: bigint;
}

export interface ProbeGroupOptions {
  retprobe?: boolean;
  /** For return probes: how many calls of each function can be under way before the kernel misses some. */
  maximumActive?: number;
  /** Called with the index of each function the kernel refuses. */
  onLeftOut?: (index: number, code: string) => void;
  onProgress?: (done: number) => void;
}

let groups = 0;

/**
 * Kprobes on many functions that are one event of tracefs (Linux 5.5): a program attached to it runs at each.
 *
 * A perf event for each function is what other tools make where the kernel has no kprobe.multi. Each of those waits for
 * two or three grace periods of RCU when it is closed, one after the other, about 50 ms a function. This group is
 * disarmed as a whole within one; what is left then, definitions without any effect, a child process removes while this
 * one goes on or ends. The child removes them whatever ends this process, so none stays behind.
 *
 * Functions are given as a distance from `_text`, as their names are not unique, and on kernels before 6.2 looking one up
 * takes as long as ten probes.
 */
export class ProbeGroup {
  /** The tracepoint that stands for the group. */
  readonly category: string;
  readonly event: string;
  readonly #file: string;
  readonly #remover: ChildProcess;

  /** @throws Error with the system's `code` where tracefs cannot be written. */
  constructor(functions: readonly GroupFunction[], options: ProbeGroupOptions = {}) {
    const { retprobe = false, maximumActive = 0, onLeftOut, onProgress } = options;
    const id = `${process.pid}_${groups++}`;
    this.category = `bcc_ts_${id}`;
    // The kernel's profile does not tell the category.
    this.event = `${retprobe ? 'returned' : 'called'}_${id}`;
    this.#file = `${features.tracefs()}/kprobe_events`;
    const base = textStart();
    const file = openSync(this.#file, constants.O_WRONLY | constants.O_APPEND);
    this.#remover = removeAtEnd(this.#file, `${this.category}/${this.event}`);
    try {
      const definition = `${retprobe ? `r${maximumActive || ''}` : 'p'}:${this.category}/${this.event}`;
      functions.forEach(({ name, module, address }, index) => {
        // Modules may lie before the kernel (arm64); a distance cannot be negative.
        const place = base && address > base ? `_text+0x${(address - base).toString(16)}` : qualified(name, module);
        try {
          writeSync(file, `${definition} ${place}\n`);
        } catch (error) {
          onLeftOut?.(index, (error as NodeJS.ErrnoException).code ?? '');
        }
        onProgress?.(index + 1);
      });
    } finally {
      closeSync(file);
    }
  }

  /** How often a function was called without the program running, as the kernel counts it. */
  get missed(): number {
    const profile = readText(`${features.tracefs()}/kprobe_profile`);
    let missed = 0;
    for (const match of profile.matchAll(/^ *(\S+) +\d+ +(\d+)$/gm)) {
      if (match[1] === this.event) missed += Number(match[2]);
    }
    return missed;
  }

  /** Removes the definitions, in the background; whatever is attached to them must have been closed. */
  close(): void {
    this.#remover.stdin?.destroy();
  }
}

function qualified(name: string, module: string | undefined): string {
  return module === undefined ? name : `${module}:${name}`;
}

/** Where the kernel's code begins; undefined where addresses are hidden. It is one of the first symbols. */
function textStart(): bigint | undefined {
  for (const piece of textPieces('/proc/kallsyms') ?? []) {
    for (const line of linesWith(piece, ' T _text')) {
      const [, address] = /^([0-9a-f]+) T _text$/.exec(line) ?? [];
      if (address) return BigInt(`0x${address}`) || undefined;
    }
  }
  return undefined;
}

/** A child that waits for the end of its standard input, and so of this process. The event may be in use a moment longer. */
function removeAtEnd(file: string, event: string): ChildProcess {
  const script = `while read -r _; do :; done; trap '' HUP INT TERM; tries=0
    while grep -q ":$EVENT " "$FILE" && ! echo "-:$EVENT" >>"$FILE" && [ $tries -lt 100 ]; do
      tries=$((tries + 1)); sleep 0.1
    done`;
  const child = process.getBuiltinModule('node:child_process').spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin', FILE: file, EVENT: event },
  });
  child.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
