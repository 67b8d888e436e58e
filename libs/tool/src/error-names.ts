import { errorNumbers } from './error-numbers.ts';
import { numberList } from './number-list.ts';
import { UsageError } from './usage-error.ts';

let numbers: ReadonlyMap<string, number> | undefined;
let names: ReadonlyMap<number, string> | undefined;

/** Made when it is first asked for. */
function byName(): ReadonlyMap<string, number> {
  numbers ??= new Map(numberList(errorNumbers));
  return numbers;
}

/** Of two names for one number the first. */
function byNumber(): ReadonlyMap<number, string> {
  names ??= new Map([...byName()].reverse().map(([name, number]) => [number, name]));
  return names;
}

/** `ENOENT` for 2; undefined for a number without a name. */
export function errorName(number: number): string | undefined {
  return byNumber().get(number);
}

/** The number of an error given by name in any case, or by number with or without a sign. For options. */
export function errorNumber(text: string): number {
  const number = /^[+-]?\d+$/.test(text) ? Math.abs(Number(text)) : byName().get(text.toUpperCase());
  if (number === undefined) throw new UsageError(`no such error '${text}'`);
  if (number < 1 || number > 4095) throw new UsageError(`'${text}' is not the number of an error`);
  return number;
}
