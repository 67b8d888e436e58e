import { AttachType } from '../constants.ts';
import { features } from '../features.ts';
import { ProbeGroup } from '../link/probe-group.ts';
import type { BpfObject } from '../object.ts';
import { explainNoLoading } from '../privileges.ts';
import type { BpfProgram } from '../program.ts';
import type { Shape } from '../program-image.ts';
import { KernelSymbols } from '../symbols/kernel-symbols.ts';
import { attachPlace } from './attach-place.ts';
import type { KernelFunctionPlace, Place, PlaceSelection, TracepointPlace, UserPlace } from './place.ts';
import { ProbeError } from './probe-spec.ts';

/** How a program finds out at which of its places it runs: `enum place_identity` of probe-place.bpf.h. */
const PlaceIdentity = { cookie: 0, address: 1, copy: 2 } as const;

/** How far after the start of a function the kernel says that a probe on it is: it adds the breakpoint on x86-64. */
const ADDRESS_OFFSETS = process.arch === 'arm64' ? [0n, 4n, 8n] : [1n, 5n];

/** The most places that are attached to one by one, and how many return probes may be under way in all. */
const DEFAULT_LIMIT = 1000;
const RETURNS_UNDER_WAY = 40_960;
const MOST_RETURNS_UNDER_WAY = 4096;
const LEAST_RETURNS_UNDER_WAY = 64;

/** Names of the programs, of which those that the places need are loaded. */
export interface ProbePrograms {
  /** Of the section `kprobe`: called at functions, and USDT probes. */
  entry: string;
  /** Of the section `kretprobe`: called when functions return. */
  exit?: string;
  /** Of the section `tracepoint`. */
  tracepoint?: string;
}

export interface ProbeSetOptions {
  programs: ProbePrograms;
  /** Only this process, for user space. */
  pid?: number;
  /** The most places, where each costs time to attach and detach; default 1000. */
  limit?: number | undefined;
}

type Method = 'multi' | 'group' | 'each' | 'copies';

/**
 * The places a probe specification selected, and the programs of one object that are to be attached to all of them. The
 * programs learn the index of a place's name with `this_place()` of probe-place.bpf.h; a name that several places have
 * is one index.
 *
 * Create it before the object is loaded, attach it after. The links belong to the object.
 */
export class ProbeSet {
  /** By index. */
  readonly names: readonly string[];
  readonly places: readonly Place[];
  readonly method: Method;
  readonly #object: BpfObject<Shape>;
  readonly #options: ProbeSetOptions;
  readonly #indices: readonly number[];
  readonly #leftOut: Map<string, number>;
  #attached = new Set<number>();

  /** @throws ProbeError when there are more places than can be attached to in a reasonable time. */
  constructor(object: BpfObject<Shape>, selection: PlaceSelection, options: ProbeSetOptions) {
    this.#object = object;
    this.#options = options;
    this.places = selection.places;
    this.#leftOut = new Map(selection.leftOut);
    const byName = new Map<string, number>();
    this.#indices = this.places.map(({ name }) => {
      if (!byName.has(name)) byName.set(name, byName.size);
      return byName.get(name)!;
    });
    this.names = [...byName.keys()];
    this.method = methodFor(this.places[0]!.kind);
    this.#checkLimit();
    this.#preparePrograms();
    this.#prepareIdentity();
  }

  /** Places a program is attached to. */
  get attached(): number {
    return this.#attached.size;
  }

  /** Why matching places were left out, and how many. */
  get leftOut(): ReadonlyMap<string, number> {
    return this.#leftOut;
  }

  /**
   * Attaches the programs. Places that the kernel refuses are left out and counted.
   * @throws when none is left.
   */
  attach(onProgress: (done: number, total: number) => void = () => {}): void {
    this.#attached = new Set(this.places.keys());
    if (features.isHidden('attach')) return;
    const { entry, exit } = this.#options.programs;
    const total = this.places.length * (exit ? 2 : 1);
    const progress = (before: number) => (done: number) => onProgress(before + done, total);
    // The return first: what is entered before it is there would be taken for what is still under way.
    if (exit) this.#attachAll(this.#program(exit), true, progress(0));
    const tracepoint = this.places[0]!.kind === 'tracepoint' ? this.#options.programs.tracepoint! : entry;
    this.#attachAll(this.#program(tracepoint), false, progress(total - this.places.length));
  }

  /** Attaches one program to the places that are not left out by now. */
  #attachAll(program: BpfProgram, retprobe: boolean, onProgress: (done: number) => void): void {
    const kept = [...this.#attached];
    const kind = this.places[0]!.kind;
    if (kind === 'kernel') this.#attachKernel(program, kept, retprobe, onProgress);
    else if (this.method === 'multi') this.#attachUserTogether(program, kept, retprobe);
    else this.#attachEach(program, kept, retprobe, onProgress);
    if (this.#attached.size === 0) {
      const reason = [...this.#leftOut.keys()].at(-1);
      throw new ProbeError(`cannot attach to any of ${this.places.length} places: ${reason}`);
    }
  }

  #attachKernel(
    program: BpfProgram,
    kept: readonly number[],
    retprobe: boolean,
    onProgress: (done: number) => void,
  ): void {
    const places = kept.map((place) => this.places[place] as KernelFunctionPlace);
    if (this.method === 'multi') {
      program.attachKprobes(
        places.map(({ name }) => name),
        {
          retprobe,
          addresses: BigUint64Array.from(places, ({ address }) => address),
          cookies: BigUint64Array.from(kept, (place) => BigInt(this.#indices[place]!)),
          onLeftOut: (index) => this.#leaveOut(kept[index]!, 'refused by the kernel'),
        },
      );
      return;
    }
    const perFunction = Math.floor(RETURNS_UNDER_WAY / places.length);
    const maximumActive = Math.min(MOST_RETURNS_UNDER_WAY, Math.max(LEAST_RETURNS_UNDER_WAY, perFunction));
    const group = new ProbeGroup(places, {
      retprobe,
      ...(retprobe && { maximumActive }),
      onProgress,
      onLeftOut: (index, code) => this.#leaveOut(kept[index]!, `refused by the kernel (${code})`),
    });
    if (!retprobe) this.#tellAddresses();
    if (this.#attached.size > 0) program.attachGroup(group);
    else group.close();
  }

  #tellAddresses(): void {
    const map = (this.#object.maps as Record<string, { set(key: bigint, value: number): boolean }>).place_of_address!;
    for (const place of this.#attached) {
      const { address } = this.places[place] as KernelFunctionPlace;
      for (const offset of ADDRESS_OFFSETS) map.set(address + offset, this.#indices[place]!);
    }
  }

  /** One link for each file. */
  #attachUserTogether(program: BpfProgram, kept: readonly number[], retprobe: boolean): void {
    const { pid } = this.#options;
    const places = this.places as readonly UserPlace[];
    for (const [path, own] of Map.groupBy(kept, (place) => places[place]!.path)) {
      const attach = (indices: number[]): void => {
        const semaphores = indices.map((index) => places[index]!.semaphore ?? 0n);
        try {
          program.attachUprobes({
            path,
            retprobe,
            offsets: BigUint64Array.from(indices, (index) => places[index]!.offset),
            cookies: BigUint64Array.from(indices, (index) => BigInt(this.#indices[index]!)),
            ...(semaphores.some(Boolean) && { semaphoreOffsets: BigUint64Array.from(semaphores) }),
            ...(pid !== undefined && { pid }),
          });
        } catch (error) {
          // One place the kernel refuses fails them all.
          if (indices.length === 1) this.#leaveOut(indices[0]!, reasonOf(error));
          else for (const half of halves(indices)) attach(half);
        }
      };
      attach(own);
    }
  }

  #attachEach(
    program: BpfProgram,
    kept: readonly number[],
    retprobe: boolean,
    onProgress: (done: number) => void,
  ): void {
    const { pid } = this.#options;
    kept.forEach((index, done) => {
      const place = this.places[index] as UserPlace | TracepointPlace;
      const value = this.#indices[index]!;
      try {
        attachPlace(program, place, { value, copy: this.method === 'copies', retprobe, pid });
      } catch (error) {
        this.#leaveOut(index, reasonOf(error));
      }
      onProgress(done + 1);
    });
  }

  #leaveOut(place: number, reason: string): void {
    if (!this.#attached.delete(place)) return;
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  #checkLimit(): void {
    const { limit } = this.#options;
    const most = limit ?? (this.method === 'multi' ? Number.POSITIVE_INFINITY : DEFAULT_LIMIT);
    const count = this.places.length;
    if (count <= most) return;
    const why = limit === undefined ? ', as this kernel attaches one by one' : '';
    throw new ProbeError(
      `maximum of ${most} probes allowed, attempted ${count}${why} (try: BCC_PROBE_LIMIT=${count}, or a narrower pattern)`,
    );
  }

  #preparePrograms(): void {
    const { entry, exit, tracepoint } = this.#options.programs;
    const kind = this.places[0]!.kind;
    const needed = kind === 'tracepoint' ? [tracepoint] : [entry, exit];
    const multi = kind === 'kernel' ? AttachType.kprobeMulti : AttachType.uprobeMulti;
    for (const name of [entry, exit, tracepoint]) {
      if (name === undefined) continue;
      const program = this.#program(name);
      program.autoload = needed.includes(name);
      if (name !== tracepoint) program.expectedAttachType = this.method === 'multi' ? multi : 0;
    }
  }

  #prepareIdentity(): void {
    const identity = this.method === 'group' ? 'address' : this.method === 'copies' ? 'copy' : 'cookie';
    const { rodata, maps } = this.#object as {
      rodata: Record<string, unknown>;
      maps: Record<string, { maxEntries: number }>;
    };
    rodata.place_identity = PlaceIdentity[identity];
    if (identity === 'address') maps.place_of_address!.maxEntries = this.places.length * ADDRESS_OFFSETS.length;
    if (identity === 'address' && this.places.some((place) => place.kind === 'kernel' && place.address === 0n)) {
      // Who may load nothing is told that: the kernel then seems to lack what would make addresses unnecessary.
      const reason = explainNoLoading() ?? KernelSymbols.open().restriction ?? 'no addresses';
      throw new ProbeError(`cannot tell kernel functions apart: ${reason}`);
    }
  }

  #program(name: string): BpfProgram {
    return (this.#object.programs as Record<string, BpfProgram>)[name]!;
  }
}

function methodFor(kind: Place['kind']): Method {
  const oneByOne = features.attachCookies() ? 'each' : 'copies';
  if (kind === 'kernel') return features.kprobeMulti() ? 'multi' : 'group';
  return kind === 'user' && features.uprobeMulti() ? 'multi' : oneByOne;
}

/** What an error message says after its last colon: the rest names one place of many. */
function reasonOf(error: unknown): string {
  return (error as Error).message.split(': ').slice(1).join(': ') || (error as Error).message;
}

function halves<T>(items: T[]): [T[], T[]] {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
}
