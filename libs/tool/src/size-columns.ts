const KIB = 1024n;

/** What a column of sizes is called and gets, as far as it is not said by {@link kibColumn}. */
interface SizeColumn<R> {
  header: string;
  key: string;
  width: number;
  align?: 'left' | 'right';
  /** Bytes. */
  value: (row: R) => bigint;
  /** What they are, for example `received`. */
  what: string;
}

/** A column of whole KiB; in JSON the bytes themselves. */
export function kibColumn<R>({ what, ...column }: SizeColumn<R>) {
  return {
    ...column,
    text: (row: R) => String(column.value(row) / KIB),
    describe: `KiB ${what}; in JSON bytes`,
  };
}
