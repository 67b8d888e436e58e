/** What is known of a code address. */
export interface SymbolAt {
  /** The address asked for. */
  readonly address: bigint;
  /** The function, undefined when unknown. */
  readonly name: string | undefined;
  /**
   * Bytes from the function's beginning. Without a name: the address in the module as its file is linked, which is what
   * `addr2line` takes, or the address itself when there is no module.
   */
  readonly offset: bigint;
  /**
   * Kernel: the module's name, undefined for the kernel itself. User space: the mapped file's path as /proc/PID/maps
   * shows it, with ` [deleted]` behind it when the file cannot be read any more; `[exited]` when the process was gone before
   * anything was known of it.
   */
  readonly module: string | undefined;
}
