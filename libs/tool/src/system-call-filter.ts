import type { OptionSpecs } from './option-spec.ts';
import type { SystemCalls } from './system-calls.ts';

/** As system-call.bpf.h has them. */
const WAYS = 3;
const NUMBERS = 1024;
const BITS_PER_WORD = 64;

/** Options of tools whose programs include system-call.bpf.h, to be spread: some calls only, or all but some. */
export function systemCallOptions(systemCalls: SystemCalls) {
  const names = { type: 'string', placeholder: 'NAMES', parse: systemCalls.parseNames } as const;
  return {
    syscall: {
      ...names,
      describe: 'only these calls, separated by commas (--list shows all)',
      sets: (wanted: string[]) => ({ filter_calls: true, wanted_calls: callBits(systemCalls, wanted) }),
    },
    exclude: {
      ...names,
      conflicts: ['syscall'],
      describe: 'all calls but these, separated by commas',
      sets: (unwanted: string[]) => ({
        filter_calls: true,
        wanted_calls: callBits(systemCalls, unwanted).map((bits) => BigInt.asUintN(BITS_PER_WORD, ~bits)),
      }),
    },
  } as const satisfies OptionSpecs;
}

/** A bit for each call, in words of 64; each way has as many. */
export function callBits(systemCalls: SystemCalls, names: readonly string[]): bigint[] {
  const bits = new Array<bigint>((WAYS * NUMBERS) / BITS_PER_WORD).fill(0n);
  for (const { abi, number } of names.flatMap((name) => systemCalls.numbers(name))) {
    const bit = abi * NUMBERS + number;
    bits[Math.floor(bit / BITS_PER_WORD)]! |= 1n << BigInt(bit % BITS_PER_WORD);
  }
  return bits;
}
