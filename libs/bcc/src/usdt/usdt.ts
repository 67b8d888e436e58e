import { readFileSync } from 'node:fs';
import { Binary } from '@bcc-ts/core';
import { resolveBinary } from '../discovery/programs.ts';
import { enabledProbe, type UsdtProbe, usdtProbesOf } from './probes.ts';
import { UsdtError } from './usdt-error.ts';

export interface UsdtOptions {
  /** A process: the probes of everything it has mapped, and events of this process only. */
  pid?: number;
  /** A program or library: its path, or its name as for `attachUprobe`. */
  path?: string;
}

/** A function of the text, and the probe whose arguments it reads. */
export interface UsdtUse {
  fnName: string;
  provider: string;
  name: string;
  /** Files that have the probe. */
  paths: string[];
  pid: number | undefined;
}

/** Where the facts come from; tests put their own. */
export interface UsdtFiles {
  /** Executable files a process has mapped, as paths this process can open. */
  mapped(pid: number): string[];
  /** The probes of a file; none for what is no ELF file. */
  probes(path: string): UsdtProbe[];
  resolve(name: string, pid: number): string;
}

const system: UsdtFiles = {
  mapped(pid) {
    const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
    const paths = Array.from(maps.matchAll(/^\S+ ..x. \S+ \S+ \d+ +(\/.*)$/gm), ([, path]) => path!);
    return [...new Set(paths)].filter((path) => !path.endsWith(' (deleted)')).map((path) => `/proc/${pid}/root${path}`);
  },
  probes(path) {
    using binary = Binary.open(path);
    return usdtProbesOf(path, binary);
  },
  resolve: resolveBinary,
};

/**
 * Statically defined probes of a process or of a file. Give it to `BPF`, which attaches what was enabled:
 *
 * ```ts
 * const usdt = new USDT({ pid });
 * usdt.enableProbe('function__entry', 'on_call');
 * using b = new BPF({ text, usdtContexts: [usdt] });
 * ```
 *
 * The function reads the probe's arguments with `bpf_usdt_readarg(1, ctx, &value)`.
 */
export class USDT {
  readonly pid: number | undefined;
  readonly path: string | undefined;
  readonly #files: UsdtFiles;
  readonly #uses: UsdtUse[] = [];
  #probes: UsdtProbe[] | undefined;

  /** @throws UsdtError without a process or a path, or when there is no such process. */
  constructor({ pid, path }: UsdtOptions, files: UsdtFiles = system) {
    if (pid === undefined && path === undefined) throw new UsdtError('USDT: give a pid, a path, or both');
    this.pid = pid;
    this.path = path;
    this.#files = files;
  }

  /** What was enabled. */
  get uses(): readonly UsdtUse[] {
    return this.#uses;
  }

  /**
   * Runs `fnName` when the probe fires; `probe` is its name, or `provider:name`.
   *
   * @throws UsdtError when there is no such probe, or the name belongs to several providers.
   */
  enableProbe(probe: string, fnName: string): void {
    this.#uses.push({ ...enabledProbe(this.enumerateProbes(), probe, this.#place()), fnName, pid: this.pid });
  }

  /** As `enableProbe`, but ends the process with status 1 and a message when it fails. */
  enableProbeOrBail(probe: string, fnName: string): void {
    try {
      this.enableProbe(probe, fnName);
    } catch (error) {
      if (!(error instanceof UsdtError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
  }

  /** All probes of the process or file. */
  enumerateProbes(): UsdtProbe[] {
    this.#probes ??= this.#read();
    return this.#probes;
  }

  /**
   * C type an argument has, by its number from 0: `int32_t`, `uint64_t` ... Where the places of a probe differ, the
   * largest.
   *
   * @throws UsdtError when there is no such probe, RangeError when it has no such argument.
   */
  getProbeArgCtype(probe: string, index: number): string {
    const { provider, name } = enabledProbe(this.enumerateProbes(), probe, this.#place());
    const found = this.enumerateProbes().filter((one) => one.provider === provider && one.name === name);
    const candidates = found.flatMap(({ locations }) => locations.flatMap((place) => place.arguments[index] ?? []));
    const [first, ...others] = candidates;
    if (!first)
      throw new RangeError(`probe ${provider}:${name} has no argument ${index}, it has ${found[0]!.numArguments}`);
    const largest = others.reduce((one, other) => (other.size > one.size ? other : one), first);
    if (largest.float) return largest.size === 4 ? 'float' : 'double';
    return `${largest.signed ? '' : 'u'}int${largest.size * 8}_t`;
  }

  #read(): UsdtProbe[] {
    const { pid, path } = this;
    if (path !== undefined) return this.#files.probes(this.#files.resolve(path, pid ?? -1));
    let mapped: string[];
    try {
      mapped = this.#files.mapped(pid!);
    } catch (error) {
      throw new UsdtError(`USDT: no process ${pid}, or its maps cannot be read`, { cause: error });
    }
    return mapped.flatMap((file) => {
      try {
        return this.#files.probes(file);
      } catch {
        // Not every mapped file is an ELF file, or can be read.
        return [];
      }
    });
  }

  #place(): string {
    return this.path ?? `process ${this.pid}`;
  }
}
