import { readFileSync, statSync } from 'node:fs';
import { native } from '@bcc-ts/native';
import { MapType, ProgramType } from './constants.ts';
import { allLines, linesWith, textPieces } from './kernel-text.ts';
import { loadingForbidden } from './loading-forbidden.ts';

/** A feature that can be reported as missing, to try what a tool does without it. */
export type FeatureName =
  | 'ringbuf'
  | 'trampolines'
  | 'kprobe-multi'
  | 'uprobe-multi'
  | 'attach-cookies'
  | 'batch'
  | 'btf';

/** What the kernel has types of. */
export interface TypedTargets {
  functions: ReadonlySet<string>;
  tracepoints: ReadonlySet<string>;
}

/**
 * What the running kernel has. Found by looking or trying, never by its version. Answers are kept.
 *
 * For tests only, `BCC_TS_MISSING=ringbuf,trampolines` makes these features look absent.
 */
export class Features {
  readonly #known = new Map<string, boolean>();
  readonly #hidden: Set<string>;
  /** Those that were asked for: all that there are would be some megabytes. */
  readonly #functions = new Map<string, boolean>();
  readonly #symbols: () => Iterable<Buffer>;

  /** @param symbols Where the kernel lists its symbols. */
  constructor(hidden: string = process.env.BCC_TS_MISSING ?? '', symbols = '/proc/kallsyms') {
    this.#hidden = new Set(hidden.split(',').filter(Boolean));
    this.#symbols = () => textPieces(symbols) ?? [];
  }

  /** The BPF ring buffer; Linux 5.8. Needs the privilege to create maps. */
  ringBuffer(): boolean {
    return this.#ask('ringbuf', () => !loadingForbidden() && native().supportsMapType(MapType.ringBuffer));
  }

  /** fentry, fexit and LSM programs: BTF, and code that calls BPF from a function's entry. */
  trampolines(): boolean {
    return this.#ask(
      'trampolines',
      () => !loadingForbidden() && this.kernelBtf() !== undefined && native().supportsTrampolines(),
    );
  }

  /** Many kprobes with one link; Linux 5.18 with CONFIG_FPROBE. */
  kprobeMulti(): boolean {
    return this.#ask('kprobe-multi', () => !loadingForbidden() && native().supportsKprobeMulti());
  }

  /** Many uprobes with one link; Linux 6.6. */
  uprobeMulti(): boolean {
    return this.#ask('uprobe-multi', () => !loadingForbidden() && native().supportsUprobeMulti());
  }

  /** A number given when attaching, which the program can ask for (`bpf_get_attach_cookie`); Linux 5.15. */
  attachCookies(): boolean {
    const attachCookieHelper = 174;
    return this.#ask(
      'attach-cookies',
      () => !loadingForbidden() && native().supportsHelper(ProgramType.kprobe, attachCookieHelper),
    );
  }

  /** The kernel's own BTF file, or undefined. */
  kernelBtf(): string | undefined {
    const path = '/sys/kernel/btf/vmlinux';
    return this.#ask('btf', () => isThere(path)) ? path : undefined;
  }

  /** A module's BTF file; Linux 5.11. */
  moduleBtf(module: string): string | undefined {
    const path = `/sys/kernel/btf/${module}`;
    return isThere(path) ? path : undefined;
  }

  /** Where tracefs is mounted, or undefined. */
  tracefs(): string | undefined {
    return ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'].find((path) => isThere(`${path}/events`));
  }

  /** Why there is none, in words: it is not mounted, or not for this process to read. */
  tracefsMissing(): string {
    return isClosed('/sys/kernel/tracing/events') || isClosed('/sys/kernel/debug/tracing/events')
      ? 'tracefs may not be read (needs CAP_DAC_READ_SEARCH, or root)'
      : 'tracefs is not mounted (mount -t tracefs tracefs /sys/kernel/tracing)';
  }

  /** A tracepoint, for example `sched`, `sched_switch`. False also when tracefs is not readable. */
  tracepoint(category: string, name: string): boolean {
    const tracefs = this.tracefs();
    return tracefs !== undefined && isThere(`${tracefs}/events/${category}/${name}/id`);
  }

  /** A field of a classic tracepoint. */
  tracepointField(category: string, name: string, field: string): boolean {
    const format = readText(`${this.tracefs()}/events/${category}/${name}/format`) ?? '';
    return new RegExp(`\\b${RegExp.escape(field)}(\\[[^\\]]*\\])?;`).test(format);
  }

  /** A function in the kernel or a loaded module, as kallsyms has it. */
  kernelFunction(name: string): boolean {
    return this.kernelFunctions([name]).has(name);
  }

  /** Of these functions, those in the kernel or a loaded module. Asking for many at once takes no longer than for one. */
  kernelFunctions(names: readonly string[]): ReadonlySet<string> {
    const unknown = new Set(names.filter((name) => name !== '' && !this.#functions.has(name)));
    for (const name of unknown) this.#functions.set(name, false);
    for (const piece of unknown.size > 0 ? this.#symbols() : []) {
      for (const name of unknown) {
        if (!functionsWith(piece, name, '').next().value) continue;
        this.#functions.set(name, true);
        unknown.delete(name);
      }
      if (unknown.size === 0) break;
    }
    return new Set(names.filter((name) => this.#functions.get(name)));
  }

  /**
   * Of these functions and tracepoints those that programs with types (`fentry`, `fexit`, `tp_btf`) can be attached to, as
   * far as the kernel's type information tells. All at once, as reading that takes a while.
   */
  typedTargets(functions: readonly string[], tracepoints: readonly string[]): TypedTargets {
    const typeOf = (tracepoint: string) => `btf_trace_${tracepoint}`;
    const found = new Set(native().typedTargets([...functions, ...tracepoints.map(typeOf)]));
    return {
      functions: new Set(functions.filter((name) => found.has(name))),
      tracepoints: new Set(tracepoints.filter((name) => found.has(typeOf(name)))),
    };
  }

  /** What the compiler made of a function: `vfs_foo.isra.0` and the like. */
  kernelFunctionVariants(name: string): string[] {
    return Array.from(this.#symbols(), (piece) => [...functionsWith(piece, name, '\\.\\S+')]).flat();
  }

  /** Of these functions, those that ftrace can hook, or undefined when tracefs does not tell. */
  traceableFunctions(names: readonly string[]): ReadonlySet<string> | undefined {
    const pieces = textPieces(`${this.tracefs()}/available_filter_functions`);
    if (pieces === undefined) return undefined;
    const wanted = new Set(names);
    const found = new Set<string>();
    for (const piece of pieces) {
      for (const line of allLines(piece)) {
        const name = line.split(' ', 1)[0]!;
        if (wanted.has(name)) found.add(name);
      }
    }
    return found;
  }

  /** Reading many entries of a map with one system call; it depends on the map's kind too, so this is only a wish. */
  batches(): boolean {
    return this.#ask('batch', () => true);
  }

  /** Whether a test hides something; `attach` makes objects load without attaching. */
  isHidden(name: FeatureName | 'attach'): boolean {
    return this.#hidden.has(name);
  }

  #ask(name: FeatureName, find: () => boolean): boolean {
    let answer = this.#known.get(name);
    if (answer === undefined) {
      answer = !this.#hidden.has(name) && find();
      this.#known.set(name, answer);
    }
    return answer;
  }
}

/** Functions of this name, with an expression for what follows it. */
function* functionsWith(symbols: Buffer, name: string, more: string): Generator<string> {
  const line = new RegExp(`^[0-9a-f]+ [tTwW] (${RegExp.escape(name)}${more})(?:\\t.*)?$`);
  for (const text of linesWith(symbols, ` ${name}`)) {
    const match = line.exec(text);
    if (match) yield match[1]!;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

/** The features of this machine's kernel. */
export const features = new Features();

/** Unlike access(2), which `existsSync` is, this heeds capabilities of users other than root. */
function isThere(path: string): boolean {
  return problemWith(path) === undefined;
}

/** Whether permission is missing to know if there is such a file. */
function isClosed(path: string): boolean {
  return problemWith(path) === 'EACCES';
}

function problemWith(path: string): string | undefined {
  try {
    statSync(path);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  }
}
