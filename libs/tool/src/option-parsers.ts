import { UsageError } from './usage-error.ts';

/** An integer from 1 on, for process ids and counts. */
export function positiveInteger(text: string): number {
  return integerIn(1, Number.MAX_SAFE_INTEGER)(text);
}

/** An integer from 0 on. */
export function nonNegativeInteger(text: string): number {
  return integerIn(0, Number.MAX_SAFE_INTEGER)(text);
}

/** A parser for integers from `min` to `max`, both included. */
export function integerIn(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value)) throw new UsageError(`'${text}' is not an integer`);
    if (value < min) throw new UsageError(`${text} is too small, the least is ${min}`);
    if (value > max) throw new UsageError(`${text} is too large, the most is ${max}`);
    return value;
  };
}

/** A number of memory pages, as the kernel wants ring buffers: a power of two. */
export function powerOfTwo(text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = integerIn(1, most)(text);
  if (!Number.isInteger(Math.log2(value))) throw new UsageError(`${text} is not a power of two`);
  return value;
}

/** A parser for comma-separated values: `listOf(positiveInteger)` takes `80,443`. */
export function listOf<V>(parse: (text: string) => V): (text: string) => V[] {
  return (text) => text.split(',').map((item) => parse(item.trim()));
}

/** An integer from 1 to the largest that the kernel's 64 bits hold. */
export function positiveU64(text: string): bigint {
  const value = /^\+?\d+$/.test(text) ? BigInt(text) : 0n;
  if (value < 1n || value >= 1n << 64n)
    throw new UsageError(`'${text}' is not an integer from 1 to ${(1n << 64n) - 1n}`);
  return value;
}
