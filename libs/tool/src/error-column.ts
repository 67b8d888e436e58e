import { errorName } from './error-names.ts';

interface Returned {
  /** What the call gave back: the number of the error below zero. */
  ret: number;
}

interface ErrorOptions {
  errname: boolean;
}

/** The error of a call that failed; 0 of one that did not. */
function errorOf({ ret }: Returned): number {
  return Math.max(-ret, 0);
}

/** Errors by name instead of number in the column below. */
export const errnameOption = { type: 'boolean', describe: 'show errors by name, such as ENOENT' } as const;

/** The error of a call, for tools with the option `errname`; in JSON the number, whose name is in `errname`. */
export const errorColumn = {
  header: 'ERR',
  key: 'err',
  width: (options: ErrorOptions) => (options.errname ? 12 : 3),
  align: 'right',
  value: errorOf,
  text: (event: Returned, { options }: { options: ErrorOptions }) =>
    (options.errname ? errorName(errorOf(event)) : undefined) ?? String(errorOf(event)),
  describe: 'number of the error, or its name',
} as const;

/** JSON fields that go with it. */
export const errorFields = { errname: (event: Returned) => errorName(errorOf(event)) };
