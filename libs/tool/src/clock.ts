const NS_PER_SECOND = 1_000_000_000n;
/** How far the wall clock may drift from the start's precise reading before it counts as set to another time. */
const STEP_MS = 2;

/** The clocks of the machine. */
export interface ClockSource {
  /** CLOCK_MONOTONIC in nanoseconds: what `bpf_ktime_get_ns` gives. */
  monotonic(): bigint;
  /** Milliseconds since 1970, to the millisecond and following steps of the clock. */
  wallMs(): number;
  /** The same with microseconds, but fixed to what the clock said when the process started. */
  preciseWallMs(): number;
}

const machineClocks: ClockSource = {
  monotonic: () => process.hrtime.bigint(),
  wallMs: () => Date.now(),
  preciseWallMs: () => performance.timeOrigin + performance.now(),
};

/** Turns timestamps of BPF programs into wall time and into seconds since the tool started. */
export class Clock {
  readonly #source: ClockSource;
  readonly startNs: bigint;
  /** Measured when it is first needed: the precise wall clock is a part of Node that has to be loaded. */
  #offsetNs: bigint | undefined;
  #second = Number.NaN;
  #secondText = '';
  /** The second the last ISO time was in, and its text up to the point: most events are in the one before's. */
  #isoSecondNs = 0n;
  #isoSecond = '';

  constructor(source: ClockSource = machineClocks) {
    this.#source = source;
    this.startNs = source.monotonic();
  }

  now(): bigint {
    return this.#source.monotonic();
  }

  /** Follows steps of the wall clock and suspends. To be called about once a second. */
  refresh(): void {
    if (this.#offsetNs !== undefined) this.#offsetNs = this.#measure();
  }

  /** Nanoseconds since 1970. */
  wallNs(ns: bigint): bigint {
    this.#offsetNs ??= this.#measure();
    return ns + this.#offsetNs;
  }

  /** Seconds since the tool started; negative for what happened before. */
  sinceStart(ns: bigint): number {
    return Number(ns - this.startNs) / 1e9;
  }

  /** `HH:MM:SS`, local time. */
  clockTime(ns: bigint): string {
    const second = Number(this.wallNs(ns) / NS_PER_SECOND);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = localTime(new Date(second * 1000));
    }
    return this.#secondText;
  }

  /** `2026-01-31T12:34:56.123456Z`. */
  isoTime(ns: bigint): string {
    const wall = this.wallNs(ns);
    const sinceSecond = Number(wall - this.#isoSecondNs);
    if (!(sinceSecond >= 0 && sinceSecond < 1e9)) return this.#startIsoSecond(wall);
    return `${this.#isoSecond}${String(1_000_000 + Math.floor(sinceSecond / 1000)).slice(1)}Z`;
  }

  #startIsoSecond(wall: bigint): string {
    const second = wall / NS_PER_SECOND;
    this.#isoSecondNs = second * NS_PER_SECOND;
    this.#isoSecond = new Date(Number(second) * 1000).toISOString().slice(0, -'000Z'.length);
    const micro = Number(wall - this.#isoSecondNs) / 1000;
    return `${this.#isoSecond}${String(Math.floor(micro)).padStart(6, '0')}Z`;
  }

  #measure(): bigint {
    const monotonic = this.#source.monotonic();
    const wall = this.#source.wallMs();
    const precise = this.#source.preciseWallMs();
    const best = Math.abs(precise - wall) < STEP_MS ? precise : wall;
    return BigInt(Math.round(best * 1000)) * 1000n - monotonic;
  }
}

function localTime(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** The time of the event at hand. One object serves all events of a run. */
export class EventTime {
  readonly #clock: Clock;
  #ns = 0n;
  #firstNs: bigint | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Moves to the next event. */
  set(ns: bigint): void {
    this.#ns = ns;
  }

  /** CLOCK_MONOTONIC nanoseconds. */
  get ns(): bigint {
    return this.#ns;
  }

  /** `HH:MM:SS`, local time. */
  get clock(): string {
    return this.#clock.clockTime(this.#ns);
  }

  /** `2026-01-31T12:34:56.123456Z`. */
  get iso(): string {
    return this.#clock.isoTime(this.#ns);
  }

  /** Seconds since the tool started. */
  get sinceStart(): number {
    return this.#clock.sinceStart(this.#ns);
  }

  /** Seconds since the first event for which this was asked: the first that was shown. */
  get sinceFirst(): number {
    this.#firstNs ??= this.#ns;
    return Number(this.#ns - this.#firstNs) / 1e9;
  }
}
