import { type BpfObject as NativeObject, native } from '@bcc-ts/native';
import { attempt, failure } from './errors.ts';
import { features } from './features.ts';
import { collectLog } from './libbpf-log.ts';
import { sectionTarget } from './link/by-section.ts';
import { chooseKprobeKind } from './link/kprobe-multi.ts';
import type { Link } from './link/link.ts';
import { loadError } from './load-error.ts';
import { refuseWhereForbidden } from './loading-forbidden.ts';
import type { BpfMap } from './map/bpf-map.ts';
import { GlobalData } from './map/global-data.ts';
import { mapOf } from './map/map-kinds.ts';
import { BpfProgram } from './program.ts';
import type { ProgramImage, Shape } from './program-image.ts';
import { chooseEventBuffers } from './ring-fallback.ts';

export interface OpenOptions {
  /** BTF file of the running kernel, where `/sys/kernel/btf/vmlinux` is missing. */
  btfPath?: string;
  /** 0 logs only what the verifier refuses (default), 1 branches, 2 register states, 4 statistics. */
  verifierLogLevel?: number;
  /** Receives what libbpf has to say while it opens and loads, one line each. */
  onMessage?: (line: string) => void;
}

/**
 * Opens a compiled program. Nothing reaches the kernel yet: read-only variables, map sizes and the choice of programs
 * can be changed until `load`. The caller closes it.
 *
 * ```ts
 * using object = openObject(program);
 * object.rodata.target_pid = 42;
 * object.load();
 * object.attach();
 * ```
 */
export function openObject<S extends Shape>(image: ProgramImage<S>, options: OpenOptions = {}): BpfObject<S> {
  return new BpfObject(image, options);
}

export class BpfObject<S extends Shape = Shape> {
  /** `const volatile` globals. Assign whole variables, before load. */
  readonly rodata: S['rodata'];
  /** Other globals, initialised and not. After load they are read from and written to the kernel. */
  readonly data: Record<string, unknown>;
  readonly bss: Record<string, unknown>;
  readonly maps: S['maps'];
  readonly programs: Readonly<Record<S['programs'], BpfProgram>>;
  readonly #image: ProgramImage<S>;
  readonly #options: OpenOptions;
  readonly #native: NativeObject;
  readonly #sections: GlobalData[];
  readonly #links = new Set<Link>();
  /** What links that are closed had missed. */
  #missedBefore = 0;
  /** Global data that belongs to another object. */
  readonly #shared = new Set<string>();
  #loaded = false;
  #closed = false;

  constructor(image: ProgramImage<S>, options: OpenOptions) {
    const { name, object, layout } = image;
    this.#image = image;
    this.#options = options;
    const { btfPath, verifierLogLevel } = options;
    const opened = collectLog(
      () =>
        new (native().BpfObject)(object, {
          name,
          ...(btfPath === undefined ? {} : { btfPath }),
          ...(verifierLogLevel === undefined ? {} : { logLevel: verifierLogLevel }),
        }),
      options.onMessage,
    );
    if ('error' in opened) throw failure(`open program ${name}`, opened.error, () => opened.warnings[0]);
    this.#native = opened.result;

    const internal = (section: string) => this.#native.maps.find((map) => map.internal && map.name.endsWith(section));
    const rodata = new GlobalData(layout.rodata, internal('.rodata'), true);
    const data = new GlobalData(layout.data, internal('.data'), false);
    const bss = new GlobalData(layout.bss, internal('.bss'), false);
    this.#sections = [rodata, data, bss];
    this.rodata = rodata.variables() as S['rodata'];
    this.data = data.variables();
    this.bss = bss.variables();

    const maps: Record<string, BpfMap> = {};
    for (const map of this.#native.maps) {
      if (!map.internal) maps[map.name] = mapOf(map, layout.maps[map.name] ?? { type: map.type });
    }
    this.maps = maps as S['maps'];

    const programs: Record<string, BpfProgram> = {};
    for (const program of this.#native.programs) programs[program.name] = new BpfProgram(program, this.#links);
    this.programs = programs as Readonly<Record<S['programs'], BpfProgram>>;
  }

  get name(): string {
    return this.#image.name;
  }

  /**
   * Before load: uses the maps and global variables of another object of the same image, which is loaded, instead of
   * making its own. So programs of one text can be loaded one after the other. `except`: names of maps not to share.
   */
  shareMaps(other: BpfObject<S>, except: (name: string) => boolean = () => false): void {
    for (const map of this.#native.maps) {
      const shared = other.#native.maps.find(({ name }) => name === map.name);
      if (!shared || except(map.name)) continue;
      attempt(`share map ${map.name}`, () => map.share(shared.fd));
      if (map.internal) this.#shared.add(map.name);
    }
  }

  /** Creates the maps and gives the programs to the kernel. Only once; after a failure the object can only be closed. */
  load(): void {
    chooseEventBuffers(this.maps as Record<string, BpfMap>, this.rodata as Record<string, unknown>);
    for (const program of this.#native.programs) chooseKprobeKind(program);
    for (const section of this.#sections) if (!this.#shared.has(section.mapName)) section.apply();
    refuseWhereForbidden(this.name);
    const loaded = collectLog(() => this.#native.load(), this.#options.onMessage);
    if ('error' in loaded) {
      const { error, warnings } = loaded;
      throw loadError(this.name, error, warnings, this.#native.programs, this.#options.btfPath);
    }
    for (const section of this.#sections) section.loaded();
    this.#loaded = true;
  }

  /** How often the kernel left out a loaded program that was due: see {@link BpfProgram.missed} and {@link Link.missed}. */
  get missed(): number {
    if (!this.#loaded || this.#closed) return 0;
    const loaded = Object.values<BpfProgram>(this.programs).filter((program) => program.autoload);
    const links = [...this.#links].reduce((sum, link) => sum + link.missed, this.#missedBefore);
    return loaded.reduce((sum, program) => sum + program.missed, links);
  }

  /** Attaches every program that was loaded and whose section names a target. All or none. */
  attach(): Link[] {
    if (features.isHidden('attach')) return [];
    const links: Link[] = [];
    try {
      for (const program of Object.values<BpfProgram>(this.programs)) {
        if (program.autoload && sectionTarget(program.section)) links.push(program.attach());
      }
    } catch (error) {
      for (const link of links) link.close();
      throw error;
    }
    return links;
  }

  /** Ends all links, so that no further event is made. What is in the maps and rings stays readable. */
  detach(): void {
    for (const link of [...this.#links]) {
      this.#missedBefore += link.missed;
      link.close();
    }
  }

  /** Detaches and frees everything. Closing twice is allowed. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.detach();
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
