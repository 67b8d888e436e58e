import { type Codec, codecOf } from './codec.ts';
import { KeyedMap } from './keyed-map.ts';

/** `BPF_MAP_TYPE_HASH` and `BPF_MAP_TYPE_LRU_HASH`. */
export class HashMap<K, V> extends KeyedMap<K, V> {
  protected valueCodec(): Codec<V> {
    return codecOf<V>(this.layout.value, this.handle.valueSize);
  }
}
