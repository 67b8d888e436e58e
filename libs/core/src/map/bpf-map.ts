import { statfsSync } from 'node:fs';
import type { BpfMap as NativeMap } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';
import type { MapLayout } from '../program-image.ts';

/** What every kind of map has in common. A map without a class of its own is used by descriptor. */
export class BpfMap {
  readonly layout: MapLayout;
  protected readonly handle: NativeMap;

  constructor(handle: NativeMap, layout: MapLayout) {
    this.handle = handle;
    this.layout = layout;
  }

  get name(): string {
    return this.handle.name;
  }

  /** `enum bpf_map_type`. Settable, like the capacity, before load. */
  get type(): number {
    return this.handle.type;
  }

  set type(type: number) {
    this.handle.type = type;
  }

  /** Entries the map holds; for ring buffers, bytes. */
  get maxEntries(): number {
    return this.handle.maxEntries;
  }

  set maxEntries(count: number) {
    this.handle.maxEntries = count;
  }

  /** `BPF_F_*` flags of creation. */
  get flags(): number {
    return this.handle.flags;
  }

  set flags(flags: number) {
    this.handle.flags = flags;
  }

  /** Whether load creates the map. Code the verifier finds dead may mention a map that does not exist. */
  get autocreate(): boolean {
    return this.handle.autocreate;
  }

  set autocreate(autocreate: boolean) {
    this.handle.autocreate = autocreate;
  }

  /** File descriptor, once loaded. It belongs to the map. */
  get fd(): number {
    return attempt(`use map ${this.name}`, () => this.handle.fd);
  }

  /** The kernel's id. */
  get id(): number {
    return attempt(`use map ${this.name}`, () => this.handle.id);
  }

  /** Bytes of a key and of a value, of one CPU. */
  get sizes(): { key: number; value: number } {
    return { key: this.handle.keySize, value: this.handle.valueSize };
  }

  /** Uses a pinned map instead of a new one. Before load. */
  reuse(path: string): void {
    attempt(
      `use pinned map ${quote(path)} as ${this.name}`,
      () => this.handle.reuse(path),
      (error) => {
        if (error.code === 'ENOENT') return 'no such file (pin one with bpftool map create)';
        // The kernel's word for a file that stands for nothing of its own is EACCES.
        if (isOrdinaryFile(path)) return 'it is no pinned map (pin one with bpftool map create)';
        if (error.code === 'EINVAL') {
          const { type, keySize, valueSize } = this.handle;
          return `it is not a pinned map of type ${type} with ${keySize}-byte keys and ${valueSize}-byte values`;
        }
        return undefined;
      },
    );
  }

  /** Uses another map of the same kind instead of a new one. Before load. */
  share(map: { readonly fd: number }): void {
    attempt(`share map ${this.name}`, () => this.handle.share(map.fd));
  }

  /** Makes the map outlive the process, under a name in a BPF file system. */
  pin(path: string): void {
    attempt(
      `pin map ${this.name} to ${quote(path)}`,
      () => this.handle.pin(path),
      ({ code }) =>
        code === 'EINVAL' || code === 'EPERM' ? 'not in a BPF file system (try below /sys/fs/bpf)' : undefined,
    );
  }

  /** Removes the name `pin` made. */
  unpin(path: string): void {
    attempt(`unpin ${quote(path)}`, () => this.handle.unpin(path));
  }

  /** Only for a map that belongs to no object; an object closes its maps itself. */
  close(): void {
    this.handle.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** BPF_FS_MAGIC of linux/magic.h. */
const BPF_FILE_SYSTEM = 0xcafe4a11;

/** As far as this process may know. */
function isOrdinaryFile(path: string): boolean {
  try {
    return statfsSync(path).type !== BPF_FILE_SYSTEM;
  } catch {
    return false;
  }
}
