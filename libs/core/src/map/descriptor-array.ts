import { attempt } from '../errors.ts';
import { BpfMap } from './bpf-map.ts';
import { indexKey } from './indexed-map.ts';

/** An array whose elements are set as file descriptors; the kernel keeps what they stand for, so they may be closed. */
export abstract class DescriptorArray extends BpfMap {
  set(index: number, fd: number): void {
    attempt(
      `write map ${this.name}`,
      () => this.handle.update(indexKey(index), indexKey(fd)),
      ({ code }) => {
        if (code === 'E2BIG') return `no element ${index}, it has ${this.maxEntries}`;
        return code === 'EINVAL' || code === 'EBADF'
          ? 'the descriptor is of another kind than the map holds'
          : undefined;
      },
    );
  }

  /** False when the element was not set. */
  delete(index: number): boolean {
    return attempt(`delete from map ${this.name}`, () => this.handle.delete(indexKey(index)));
  }
}
