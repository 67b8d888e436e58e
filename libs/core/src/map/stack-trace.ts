import { littleEndian } from '../decode.ts';
import { attempt } from '../errors.ts';
import { Memory } from '../memory.ts';
import { BpfMap } from './bpf-map.ts';
import { deleteEntries } from './entries.ts';
import { indexKey } from './indexed-map.ts';

const ADDRESS_BYTES = 8;

/** `BPF_MAP_TYPE_STACK_TRACE`: call stacks by the id `bpf_get_stackid` returned. */
export class StackTraceMap extends BpfMap {
  /** Frames kept of a stack, the innermost. Settable before load, up to `kernel.perf_event_max_stack`. */
  get depth(): number {
    return this.handle.valueSize / ADDRESS_BYTES;
  }

  set depth(frames: number) {
    this.handle.valueSize = frames * ADDRESS_BYTES;
  }

  /** Instruction addresses, innermost first; undefined for an id that is not there (any more). */
  get(id: number): bigint[] | undefined {
    if (id < 0) return undefined;
    const bytes = attempt(`read map ${this.name}`, () => this.handle.lookup(indexKey(id)));
    if (!bytes) return undefined;
    const { view, length } = Memory.of(bytes);
    const addresses: bigint[] = [];
    for (let at = 0; at + ADDRESS_BYTES <= length; at += ADDRESS_BYTES) {
      const address = view.getBigUint64(at, littleEndian);
      if (address === 0n) break;
      addresses.push(address);
    }
    return addresses;
  }

  /** Frees an id's place, so that another stack can have it. */
  delete(id: number): boolean {
    return attempt(`delete from map ${this.name}`, () => this.handle.delete(indexKey(id)));
  }

  /** Removes all stacks. */
  clear(): void {
    attempt(`clear map ${this.name}`, () => deleteEntries(this.handle));
  }
}
