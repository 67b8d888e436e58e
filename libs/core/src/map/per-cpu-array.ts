import { native } from '@bcc-ts/native';
import { type Codec, perCpuCodecOf } from './codec.ts';
import { IndexedMap } from './indexed-map.ts';

/** `BPF_MAP_TYPE_PERCPU_ARRAY`: each index has one value for each possible CPU. */
export class PerCpuArray<V> extends IndexedMap<V[]> {
  protected valueCodec(): Codec<V[]> {
    return perCpuCodecOf<V>(this.layout.value, this.handle.valueSize, native().possibleCpus());
  }
}
