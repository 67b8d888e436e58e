import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, release, version } from 'node:os';
import { join } from 'node:path';
import { Btf } from '@bcc-ts/core';

/** What the front-end must know of the kernel a text is compiled for. Files are read when first needed. */
export interface KernelFacts {
  /** As `uname -r` prints it. */
  release: string;
  /** The kernel's BTF, raw. */
  btf: string;
  /** Folder with the BTF of modules, each file named as the module; none: no module's types. */
  moduleBtf?: string;
  /** The kernel's configuration, plain or gzipped. Without it the usual settings of a distribution are assumed. */
  config?: string;
  /** tracefs's `events` folder, or one of the same shape with the `format` files only. */
  events?: string;
  /** One JSON file `{"category:event": "text of its format file"}`, instead of `events`. */
  formats?: string;
  /** As node names it; default: this machine's. */
  architecture?: 'x64' | 'arm64';
  /** CPUs the kernel may ever have. */
  possibleCpus?: number;
}

const btfFolder = '/sys/kernel/btf';
const buildNotes = '/sys/kernel/notes';

/** The kernel this process runs on. */
export function runningKernel(): KernelFacts {
  const running = release();
  const config = [`/boot/config-${running}`, '/proc/config.gz', `/lib/modules/${running}/config`].find((file) =>
    existsSync(file),
  );
  const events = ['/sys/kernel/tracing/events', '/sys/kernel/debug/tracing/events'].find((folder) =>
    existsSync(join(folder, 'header_page')),
  );
  const btf = [`${btfFolder}/vmlinux`, `/boot/vmlinux-${running}.btf`].find((file) => existsSync(file));
  return {
    release: running,
    btf: btf ?? `${btfFolder}/vmlinux`,
    moduleBtf: btfFolder,
    possibleCpus: possibleCpus(),
    ...(config === undefined ? {} : { config }),
    ...(events === undefined ? {} : { events }),
  };
}

/** One more than the highest number in `0-3,8`. */
function possibleCpus(): number {
  try {
    const list = readFileSync('/sys/devices/system/cpu/possible', 'utf8');
    return Math.max(...list.match(/\d+/g)!.map(Number)) + 1;
  } catch {
    return availableParallelism();
  }
}

/** A kernel's facts with the files behind them opened. */
export class Kernel {
  readonly facts: KernelFacts;
  readonly architecture: 'x64' | 'arm64';
  #types: { btf: Btf; bytes: Buffer } | undefined;
  #timesRead = 0;
  #config: Map<string, string> | undefined;
  #formats: Record<string, string> | undefined;
  readonly #modules = new Map<string, Btf | undefined>();

  constructor(facts: KernelFacts) {
    this.facts = facts;
    this.architecture = facts.architecture ?? (process.arch === 'arm64' ? 'arm64' : 'x64');
  }

  /** The kernel's types, read when first needed. Not to be kept: see {@link releaseTypes}. */
  get btf(): Btf {
    if (!this.#types) {
      const bytes = readTypes(this.facts.btf);
      this.#types = { btf: new Btf(bytes), bytes };
      this.#timesRead++;
    }
    return this.#types.btf;
  }

  /**
   * Gives back the memory of all types, 4 to 6 MB, at once rather than when somebody collects garbage: while the
   * compiler runs, and afterwards for as long as the program traces, nobody asks for them. Whoever does compiles more
   * than one text: then they are read again, and stay.
   */
  releaseTypes(): void {
    if (!this.#types || this.#timesRead > 1) return;
    const { buffer } = this.#types.bytes;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === this.#types.bytes.byteLength) buffer.transfer(0);
    this.#types = undefined;
    this.#modules.clear();
  }

  /** `LINUX_VERSION_CODE`. */
  get versionCode(): number {
    const [major = 0, minor = 0, patch = 0] = (/^\d+\.\d+(?:\.\d+)?/.exec(this.facts.release)?.[0] ?? '')
      .split('.')
      .map(Number);
    return major * 65536 + minor * 256 + Math.min(patch, 255);
  }

  /** `y`, `m` or a value; undefined when unset. */
  config(name: string): string | undefined {
    this.#config ??= readConfig(this.facts.config, this.architecture);
    return this.#config.get(name);
  }

  /** Whether system calls get their arguments in a second `pt_regs`. */
  get wrapsSystemCalls(): boolean {
    return this.config('CONFIG_ARCH_HAS_SYSCALL_WRAPPER') === 'y';
  }

  /** Names of modules whose BTF can be read. */
  modules(): string[] {
    const folder = this.facts.moduleBtf;
    if (folder === undefined) return [];
    try {
      return readdirSync(folder).filter((name) => name !== 'vmlinux');
    } catch {
      return [];
    }
  }

  /** A module's types on top of the kernel's; undefined when it has none that fit. */
  moduleBtf(name: string): Btf | undefined {
    if (this.#modules.has(name)) return this.#modules.get(name);
    let btf: Btf | undefined;
    try {
      btf = new Btf(readFileSync(join(this.facts.moduleBtf!, name)), this.btf);
    } catch {}
    this.#modules.set(name, btf);
    return btf;
  }

  /** Raw bytes of a module's BTF, to search them for a name before spending time on them. */
  moduleMentions(module: string, name: string): boolean {
    try {
      return readFileSync(join(this.facts.moduleBtf!, module)).includes(`\0${name}\0`, 0, 'latin1');
    } catch {
      return false;
    }
  }

  /** The `format` file of a tracepoint; undefined when there is none or tracefs cannot be read. */
  eventFormat(category: string, event: string): string | undefined {
    if (this.facts.formats !== undefined) {
      this.#formats ??= JSON.parse(readFileSync(this.facts.formats, 'utf8')) as Record<string, string>;
      return this.#formats[`${category}:${event}`];
    }
    if (this.facts.events === undefined) return undefined;
    try {
      return readFileSync(join(this.facts.events, category, event, 'format'), 'utf8');
    } catch {
      return undefined;
    }
  }

  /** `category:event` of all tracepoints that are known; empty when tracefs cannot be read. */
  eventNames(): string[] {
    if (this.facts.formats !== undefined) {
      this.#formats ??= JSON.parse(readFileSync(this.facts.formats, 'utf8')) as Record<string, string>;
      return Object.keys(this.#formats);
    }
    const folder = this.facts.events;
    if (folder === undefined) return [];
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) =>
          readdirSync(join(folder, name), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => `${name}:${entry.name}`),
        );
    } catch {
      return [];
    }
  }
}

const kernels = new Map<string, Kernel>();
const keptKernels = 4;

/** The kernel of these facts; the last few are kept, as their BTF takes time to open. */
export function openKernel(facts: KernelFacts): Kernel {
  const key = JSON.stringify([facts, fileIdentity(facts.btf)]);
  let kernel = kernels.get(key);
  if (!kernel) {
    kernel = new Kernel(facts);
    if (kernels.size >= keptKernels) kernels.delete(kernels.keys().next().value!);
    kernels.set(key, kernel);
  }
  return kernel;
}

/** Size and time of a file: tells a changed file without reading it. */
export function fileIdentity(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.size}:${stat.mtimeMs}` : 'none';
}

/**
 * Tells one kernel's types from another's without reading them: for the running kernel the build id, as files of sysfs
 * have the time of the start; for others size and time of the file.
 */
export function kernelIdentity({ btf }: KernelFacts): string {
  if (btf !== `${btfFolder}/vmlinux`) return fileIdentity(btf);
  try {
    return `${statSync(btf).size} ${readFileSync(buildNotes).toString('base64')}`;
  } catch {
    return `${fileIdentity(btf)} ${version()}`;
  }
}

function readTypes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const next =
      code === 'ENOENT'
        ? 'the kernel has no BTF (it needs CONFIG_DEBUG_INFO_BTF, which distributions have set since 2020)'
        : message;
    throw new Error(`cannot read the kernel's types from ${file}: ${next}`);
  }
}

function readConfig(file: string | undefined, architecture: 'x64' | 'arm64'): Map<string, string> {
  const values = new Map<string, string>();
  let text = '';
  if (file !== undefined) {
    try {
      const bytes = readFileSync(file);
      text = (file.endsWith('.gz') ? process.getBuiltinModule('node:zlib').gunzipSync(bytes) : bytes).toString('utf8');
    } catch {}
  }
  for (const [, name, value] of text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)) values.set(name!, value!);
  if (text === '') {
    // What every kernel that can run these programs has set.
    for (const name of ['BPF', 'BPF_SYSCALL', 'SMP', '64BIT', 'NET', 'CGROUPS', 'NUMA', 'HZ_250']) {
      values.set(`CONFIG_${name}`, 'y');
    }
    values.set('CONFIG_HZ', '250');
    values.set(architecture === 'x64' ? 'CONFIG_X86_64' : 'CONFIG_ARM64', 'y');
    values.set('CONFIG_ARCH_HAS_SYSCALL_WRAPPER', 'y');
  }
  return values;
}
