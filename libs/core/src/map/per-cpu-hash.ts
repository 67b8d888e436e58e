import { native } from '@bcc-ts/native';
import { type Codec, perCpuCodecOf } from './codec.ts';
import { KeyedMap } from './keyed-map.ts';

/** `BPF_MAP_TYPE_PERCPU_HASH` and `BPF_MAP_TYPE_LRU_PERCPU_HASH`: each key has one value for each possible CPU. */
export class PerCpuHash<K, V> extends KeyedMap<K, V[]> {
  protected valueCodec(): Codec<V[]> {
    return perCpuCodecOf<V>(this.layout.value, this.handle.valueSize, native().possibleCpus());
  }
}
