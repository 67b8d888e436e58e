import type { BpfProgram } from '@bcc-ts/core';
import type { LoadOptions } from '../load/program-store.ts';

export type AttachKind =
  | 'kprobe'
  | 'kretprobe'
  | 'uprobe'
  | 'uretprobe'
  | 'tracepoint'
  | 'raw_tracepoint'
  | 'perf_event'
  | 'kfunc'
  | 'kretfunc'
  | 'fmod_ret'
  | 'lsm'
  | 'usdt'
  | 'xdp'
  | 'raw_socket'
  | 'descriptor';

/** Something that ends an attachment. */
export interface Closable {
  close(): void;
}

interface Attachment {
  kind: AttachKind;
  /** What it is attached to, in the words of the attach call. */
  target: string;
  fnName: string;
  links: Closable[];
}

/** What attaching needs of a `BPF`. */
export interface AttachHost {
  /** The program of that name, loaded as a type of {@link ProgType}. */
  program(fnName: string, type: number, options?: LoadOptions): BpfProgram;
  /** A new copy of a program that attaches itself. */
  programAgain(fnName: string): BpfProgram;
  /** Names of all programs of the text. */
  programNames(): ReadonlySet<string>;
  readonly attachments: Attachments;
}

const defaultProbeLimit = 1000;

/** Kinds that count against the limit: kprobes, uprobes and their returns. */
const limited: ReadonlySet<AttachKind> = new Set(['kprobe', 'kretprobe', 'uprobe', 'uretprobe', 'usdt']);

/** How many probes this process may have open: `BCC_PROBE_LIMIT`, 1000 by default. */
export function probeLimit(environment: NodeJS.ProcessEnv = process.env): number {
  const limit = Number(environment.BCC_PROBE_LIMIT);
  return environment.BCC_PROBE_LIMIT && Number.isInteger(limit) && limit >= 0 ? limit : defaultProbeLimit;
}

/** Probes open in this process, of all `BPF` objects. */
let openProbes = 0;

/** What one `BPF` has attached. */
export class Attachments {
  readonly #open = new Set<Attachment>();

  /** Attaches, and remembers what is to be detached. */
  add(kind: AttachKind, target: string, fnName: string, attach: () => Closable | Closable[]): void {
    if (limited.has(kind)) this.reserve(1);
    const links = [attach()].flat();
    this.#open.add({ kind, target, fnName, links });
    if (limited.has(kind)) openProbes++;
  }

  /** @throws Error when `count` more probes would be too many. */
  reserve(count: number): void {
    const limit = probeLimit();
    if (openProbes + count > limit) {
      throw new Error(`cannot open ${count} more probes: ${openProbes} of ${limit} are open (see BCC_PROBE_LIMIT)`);
    }
  }

  has(kind: AttachKind, target: string): boolean {
    return this.#find(kind, target).length > 0;
  }

  count(...kinds: AttachKind[]): number {
    return [...this.#open].filter(({ kind }) => kinds.includes(kind)).length;
  }

  /** Ends what is attached there, of one function or of all. @throws Error when there is nothing. */
  remove(kind: AttachKind, target: string, fnName?: string): void {
    const found = this.#find(kind, target).filter((attachment) => fnName === undefined || attachment.fnName === fnName);
    if (found.length === 0) {
      const by = fnName === undefined ? '' : ` by ${fnName}`;
      throw new Error(`cannot detach ${kind} ${target}: it is not attached${by}`);
    }
    for (const attachment of found) this.#end(attachment);
  }

  /** Ends everything. */
  removeAll(): void {
    for (const attachment of this.#open) this.#end(attachment);
  }

  #find(kind: AttachKind, target: string): Attachment[] {
    return [...this.#open].filter((attachment) => attachment.kind === kind && attachment.target === target);
  }

  #end(attachment: Attachment): void {
    this.#open.delete(attachment);
    if (limited.has(attachment.kind)) openProbes--;
    for (const link of attachment.links) link.close();
  }
}

/**
 * Attaches to each of many places and leaves out those that cannot be probed. @throws Error when none can.
 *
 * @param what Names them all in the error: `kprobe vfs_.*`.
 */
export function attachEach<T>(what: string, fnName: string, places: readonly T[], attach: (place: T) => void): void {
  let first: unknown;
  let failed = 0;
  for (const place of places) {
    try {
      attach(place);
    } catch (error) {
      first ??= error;
      failed++;
    }
  }
  if (failed < places.length) return;
  const why =
    first instanceof Error ? `none of ${failed} can be probed, the first: ${first.message}` : 'nothing matches';
  throw new Error(`cannot attach ${fnName} to ${what}: ${why}`, { cause: first });
}
