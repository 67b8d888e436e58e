import { type Codec, codecOf } from './codec.ts';
import { IndexedMap } from './indexed-map.ts';

/** `BPF_MAP_TYPE_ARRAY`. */
export class ArrayMap<V> extends IndexedMap<V> {
  protected valueCodec(): Codec<V> {
    return codecOf<V>(this.layout.value, this.handle.valueSize);
  }
}
