import type { TypeLayout } from '../btf/layout.ts';
import { readerOf } from '../decode.ts';
import { encode } from '../encode.ts';
import { Memory } from '../memory.ts';

/** Turns values into the bytes of a map and back. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  /** The value at `offset` of bytes that hold several. */
  decode(memory: Memory, offset: number): T;
}

/** For a layout; without one, values are `Uint8Array`s of `size` bytes. */
export function codecOf<T>(layout: TypeLayout | undefined, size: number): Codec<T> {
  const known: TypeLayout = layout ?? { kind: 'bytes', size };
  const read = readerOf(known);
  return {
    encode: (value) => encode(known, value),
    decode: (memory, offset) => read(memory, offset, offset + known.size) as T,
  };
}

/** For per-CPU maps: one value for each possible CPU, each padded to 8 bytes. */
export function perCpuCodecOf<T>(layout: TypeLayout | undefined, size: number, cpus: number): Codec<T[]> {
  const one = codecOf<T>(layout, size);
  const stride = Math.ceil(size / 8) * 8;
  return {
    encode(values) {
      if (values.length !== cpus) throw new RangeError(`${values.length} values for ${cpus} possible CPUs`);
      const bytes = Buffer.alloc(stride * cpus);
      values.forEach((value, cpu) => {
        bytes.set(one.encode(value), cpu * stride);
      });
      return bytes;
    },
    decode: (memory, offset) => Array.from({ length: cpus }, (_, cpu) => one.decode(memory, offset + cpu * stride)),
  };
}

/** Decodes bytes that hold one value. */
export function decodeOne<T>(codec: Codec<T>, bytes: Uint8Array): T {
  return codec.decode(Memory.of(bytes), 0);
}
