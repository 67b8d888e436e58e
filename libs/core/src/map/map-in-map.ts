import { attempt } from '../errors.ts';
import { BpfMap } from './bpf-map.ts';
import { type Codec, codecOf } from './codec.ts';
import { indexKey } from './indexed-map.ts';

/** `BPF_MAP_TYPE_ARRAY_OF_MAPS` and `BPF_MAP_TYPE_HASH_OF_MAPS`: maps by key. */
export class MapOfMaps<K = number> extends BpfMap {
  #keys: Codec<K> | undefined;

  private get keys_(): Codec<K> {
    this.#keys ??= codecOf<K>(this.layout.key ?? { kind: 'int', size: 4, signed: false }, this.handle.keySize);
    return this.#keys;
  }

  /** Before load: the map whose type and sizes all inner maps have. */
  setTemplate(map: BpfMap): void {
    attempt(`set the inner map of ${this.name}`, () => this.handle.setInnerFd(map.fd));
  }

  set(key: K, map: BpfMap): void {
    attempt(
      `write map ${this.name}`,
      () => this.handle.update(this.keys_.encode(key), indexKey(map.fd)),
      ({ code }) => {
        if (code === 'E2BIG') return `no room for another key, it has ${this.maxEntries}`;
        return code === 'EINVAL' ? 'the map is of another type or size than its inner maps' : undefined;
      },
    );
  }

  delete(key: K): boolean {
    return attempt(`delete from map ${this.name}`, () => this.handle.delete(this.keys_.encode(key)));
  }
}
