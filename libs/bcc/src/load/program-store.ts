import { existsSync } from 'node:fs';
import {
  AttachType,
  BpfError,
  type BpfMap,
  type BpfObject,
  type BpfProgram,
  openObject,
  type ProgramImage,
} from '@bcc-ts/core';
import { likelyTypes } from './context-type.ts';
import { explainRefusal, type SourceText } from './refusal.ts';
import { type SharedTable, type Sharing, takeSharedTables } from './shared-tables.ts';

/** A program of a compiled text. */
export interface StoredProgram {
  name: string;
  /** Loaded with the text and attached by its name; others when they are asked for. */
  auto: boolean;
  /** Runs at USDT probes. */
  usdt?: boolean;
}

export interface LoadOptions {
  /** `enum bpf_attach_type`, where a program of the type has to say what it will be attached to. */
  attachType?: number;
  /** Runs at USDT probes. */
  usdt?: boolean;
}

/** What a program is loaded as. */
interface Form {
  /** Undefined: as its section says. */
  type: number | undefined;
  attachType: number;
}

/**
 * What libbpf attaches USDT programs by where the kernel can, and expects of the program then. Kernels that cannot do
 * not look at it.
 */
const usdtAttachType = AttachType.uprobeMulti;

export interface StoreOptions {
  /** Verifier log level; 0 logs only what is refused. */
  verifierLogLevel?: number;
  source?: SourceText | undefined;
  /** Maps that are to be found, or put, at a path of a BPF file system. */
  pinPaths?: ReadonlyMap<string, string>;
  /** Maps that are shared with other programs of this process. */
  sharing?: ReadonlyMap<string, Sharing>;
  /** Receives the verifier's log of each program that was loaded, when a level was asked for. */
  onLog?: ((program: string, log: string) => void) | undefined;
  /** Receives what libbpf has to say about types, maps and programs. */
  onMessage?: ((line: string) => void) | undefined;
}

/** Maps of libbpf's USDT support: numbers in them belong to one object. */
const isObjectsOwn = (map: string) => map.startsWith('__bpf_usdt_');

/**
 * The maps and programs of a text. BCC loads a program when it is attached, of the type that needs; libbpf loads an
 * object at once. So the maps come into being with everything that is likely to be used, and a program that is asked for
 * as something else, or could not be loaded with the others, is loaded from a second object that shares the maps.
 */
export class ProgramStore {
  readonly #image: ProgramImage;
  readonly #options: StoreOptions;
  readonly #base: BpfObject;
  /** What each program of the base was loaded as. */
  readonly #baseForms = new Map<string, string>();
  readonly #others = new Map<string, BpfObject>();
  /** Tables of other `BPF` objects that stand in for declared ones. */
  taken: ReadonlyMap<string, SharedTable> = new Map();

  /** @throws BpfError when the maps cannot be made, or an `auto` program is refused. */
  constructor(image: ProgramImage, programs: readonly StoredProgram[], options: StoreOptions = {}) {
    this.#image = image;
    this.#options = options;
    const later = programs.filter((program) => !program.auto);
    const types = likelyTypes(
      image.object,
      later.map(({ name }) => name),
    );
    const likely = new Map<string, Form>();
    for (const { name, usdt } of later) {
      const type = types.get(name);
      if (type !== undefined) likely.set(name, { type, attachType: usdt ? usdtAttachType : 0 });
    }
    this.#base = this.#loadBase(new Set(programs.filter((program) => program.auto).map(({ name }) => name)), likely);
    for (const [name, path] of options.pinPaths ?? []) if (!existsSync(path)) this.maps[name]?.pin(path);
  }

  get maps(): Readonly<Record<string, BpfMap>> {
    return this.#base.maps as Record<string, BpfMap>;
  }

  /** Names of all programs. */
  get programNames(): string[] {
    return Object.keys(this.#base.programs);
  }

  /** A program that was loaded with the text. */
  loaded(name: string): BpfProgram | undefined {
    return this.#baseForms.has(name) ? this.#program(this.#base, name) : undefined;
  }

  /** A program, loaded as `type` if it is not yet. @throws BpfError when the verifier refuses it. */
  load(name: string, type: number, { attachType = 0, usdt = false }: LoadOptions = {}): BpfProgram {
    const declared = this.#program(this.#base, name);
    if (!declared) throw new Error(`cannot load program ${name}: the text has no function of that name`);
    const loadedAs = this.#baseForms.get(name);
    const form: Form = { type, attachType: usdt ? usdtAttachType : attachType };
    if (loadedAs === describe(form) || (loadedAs !== undefined && this.#isAuto(name, type))) return declared;
    const key = `${name} ${describe(form)}`;
    let object = this.#others.get(key);
    if (!object) {
      object = this.#openShared(name, form);
      this.#others.set(key, object);
    }
    return this.#program(object, name)!;
  }

  /**
   * A new copy of a program that attaches itself, in place of the last: a kernel before 5.13 attaches a trampoline
   * program once.
   */
  loadAgain(name: string): BpfProgram {
    const object = this.#openShared(name, { type: undefined, attachType: 0 });
    const key = `${name} again`;
    this.#others.get(key)?.close();
    this.#others.set(key, object);
    return this.#program(object, name)!;
  }

  /** How often the kernel left out a program that was due, as it was running on that CPU already. */
  get missed(): number {
    return [this.#base, ...this.#others.values()].reduce((sum, object) => sum + object.missed, 0);
  }

  /** Detaches everything and frees programs and maps. */
  close(): void {
    for (const object of this.#others.values()) object.close();
    this.#others.clear();
    this.#base.close();
  }

  #openShared(name: string, form: Form): BpfObject {
    const object = this.#open(new Map([[name, form]]));
    try {
      object.shareMaps(this.#base, isObjectsOwn);
      this.#load(object);
      return object;
    } catch (error) {
      object.close();
      throw error;
    }
  }

  /** Programs of the base that are there as their sections say, and of that type. */
  #isAuto(name: string, type: number): boolean {
    return this.#baseForms.get(name) === '' && this.#program(this.#base, name)?.type === type;
  }

  #loadBase(auto: ReadonlySet<string>, likely: Map<string, Form>): BpfObject {
    for (;;) {
      const wanted = new Map<string, Form>(likely);
      for (const name of auto) wanted.set(name, { type: undefined, attachType: 0 });
      const object = this.#open(wanted);
      try {
        for (const [name, path] of this.#options.pinPaths ?? []) {
          if (existsSync(path)) (object.maps as Record<string, BpfMap>)[name]?.reuse(path);
        }
        this.taken = takeSharedTables(object.maps as Record<string, BpfMap>, this.#options.sharing ?? new Map());
        this.#load(object);
        for (const [name, form] of wanted) this.#baseForms.set(name, form.type === undefined ? '' : describe(form));
        return object;
      } catch (error) {
        object.close();
        // A function nobody asked for yet: it is an error only once it is asked for.
        const refused = error instanceof BpfError ? error.program : undefined;
        if (refused === undefined || !likely.delete(refused)) throw error;
      }
    }
  }

  #open(wanted: ReadonlyMap<string, Form>): BpfObject {
    const { verifierLogLevel, onMessage } = this.#options;
    const object = openObject(this.#image, {
      ...(verifierLogLevel === undefined ? {} : { verifierLogLevel }),
      ...(onMessage ? { onMessage } : {}),
    });
    for (const program of Object.values<BpfProgram>(object.programs)) {
      const form = wanted.get(program.name);
      program.autoload = form !== undefined;
      if (form?.type !== undefined && program.type !== form.type) program.type = form.type;
      if (form?.attachType) program.expectedAttachType = form.attachType;
    }
    return object;
  }

  #load(object: BpfObject): void {
    try {
      object.load();
    } catch (error) {
      throw explainRefusal(error, this.#image.object, this.#options.source);
    } finally {
      for (const { name, log } of Object.values<BpfProgram>(object.programs)) if (log) this.#options.onLog?.(name, log);
    }
  }

  #program(object: BpfObject, name: string): BpfProgram | undefined {
    return (object.programs as Record<string, BpfProgram>)[name];
  }
}

function describe({ type, attachType }: Form): string {
  return `${type}/${attachType}`;
}
