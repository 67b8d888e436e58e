/**
 * A cache that holds at most so many entries, of at most so much weight together; beyond that the entries used longest
 * ago go. The newest entry always stays, however heavy.
 */
export class LimitedCache<Key, Value> {
  readonly #entries = new Map<Key, { value: Value; weight: number }>();
  readonly #maximumCount: number;
  readonly #maximumWeight: number;
  readonly #release: (value: Value) => void;
  #weight = 0;

  /** `release` is called for each entry that goes. */
  constructor(maximumCount: number, maximumWeight: number, release: (value: Value) => void) {
    this.#maximumCount = maximumCount;
    this.#maximumWeight = maximumWeight;
    this.#release = release;
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** What they weigh together. */
  get weight(): number {
    return this.#weight;
  }

  /** The entry, which is then the one used last. */
  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (this.#newest !== key) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#newest = key;
    }
    return entry.value;
  }

  set(key: Key, value: Value, weight: number): void {
    this.delete(key);
    this.#entries.set(key, { value, weight });
    this.#newest = key;
    this.#weight += weight;
    this.#makeRoom(key);
  }

  /** Says that an entry became heavier or lighter. */
  reweigh(key: Key, weight: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#weight += weight - entry.weight;
    entry.weight = weight;
    this.#makeRoom(key);
  }

  #makeRoom(key: Key): void {
    for (const oldest of this.#entries.keys()) {
      const full = this.#entries.size > this.#maximumCount || this.#weight > this.#maximumWeight;
      if (!full || oldest === key) break;
      this.delete(oldest);
    }
  }

  delete(key: Key): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    if (this.#newest === key) this.#newest = undefined;
    this.#weight -= entry.weight;
    this.#release(entry.value);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }

  #newest: Key | undefined;
}
