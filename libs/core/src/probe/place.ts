/** Somewhere a program can be attached to. */
export type Place = KernelFunctionPlace | UserPlace | TracepointPlace;

export interface KernelFunctionPlace {
  readonly kind: 'kernel';
  readonly name: string;
  /** Undefined for the kernel itself. */
  readonly module: string | undefined;
  /** 0 where the kernel hides addresses. */
  readonly address: bigint;
}

/** A function of a binary, or a location of a USDT probe. */
export interface UserPlace {
  readonly kind: 'user';
  /** The function, or the probe. */
  readonly name: string;
  readonly path: string;
  /** In the file. */
  readonly offset: bigint;
  /** File offset of the counter that tells the process that somebody listens. */
  readonly semaphore?: bigint;
}

export interface TracepointPlace {
  readonly kind: 'tracepoint';
  /** `category:event`. */
  readonly name: string;
  readonly category: string;
  readonly event: string;
}

/** What a probe specification selects. */
export interface PlaceSelection {
  readonly places: readonly Place[];
  /** What was meant too but cannot be attached to: a reason for people, and how many it concerns. */
  readonly leftOut: ReadonlyMap<string, number>;
}
