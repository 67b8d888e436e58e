/** The terminal on standard output. */
export interface Terminal {
  /** In characters, at the moment. */
  readonly columns: number;
  readonly rows: number;
  /** Whether standard error goes to a terminal too, and so could disturb the screen. */
  readonly showsErrors: boolean;
  /** Calls `listener` after each change of size. Returns what ends that. */
  onResize(listener: () => void): () => void;
}

/** What a serial console, which does not know its size, most likely is. */
const USUAL = { columns: 80, rows: 24 };

/** Lines cut to fewer columns would not tell much; printed one after the other they are whole. */
const NARROWEST = 40;

/**
 * The terminal on standard output; undefined for a pipe or a file, and for one that cannot place its cursor or is so
 * narrow that hardly anything of a line would be left.
 */
export function openTerminal(): Terminal | undefined {
  const { stdout, stderr, env } = process;
  if (!stdout.isTTY || !env.TERM || env.TERM === 'dumb') return undefined;
  if (stdout.columns && stdout.columns < NARROWEST) return undefined;
  return {
    get columns() {
      return stdout.columns || USUAL.columns;
    },
    get rows() {
      return stdout.rows || USUAL.rows;
    },
    showsErrors: Boolean(stderr.isTTY),
    onResize(listener) {
      stdout.on('resize', listener);
      return () => stdout.removeListener('resize', listener);
    },
  };
}
