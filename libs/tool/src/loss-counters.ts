import type { ImageLayout } from '@bcc-ts/core';
import type { LossLedger } from './loss.ts';
import type { CounterMap, ToolObject } from './tool-object.ts';

/** Ends the list of causes in the BPF side's `enum lost_cause`. */
const END = 'LOST_CAUSES';

/**
 * The BPF side's per-CPU counters of lost events, one for each cause. The names of the causes come from the program's
 * own `enum lost_cause`. A program without the map has nothing it could lose. What the kernel did not even give to the
 * programs counts as `missed`.
 */
export class LossCounters {
  readonly #map: CounterMap | undefined;
  readonly #causes: readonly (readonly [cause: string, key: number])[];
  readonly #object: ToolObject;

  constructor(object: ToolObject, layout: ImageLayout) {
    this.#object = object;
    this.#map = (object.maps as { lost?: CounterMap }).lost;
    const key = layout.maps.lost?.key;
    this.#causes = Object.entries(key?.kind === 'enum' ? key.values : {})
      .filter(([name]) => name !== END)
      .map(([name, value]) => [name.replace(/^LOST_/, '').toLowerCase(), value]);
  }

  /** Brings the ledger up to date. */
  read(ledger: LossLedger): void {
    for (const [cause, key] of this.#causes) {
      let total = 0;
      for (const perCpu of this.#map?.get(key) ?? []) total += Number(perCpu);
      if (total > 0) ledger.update(cause, total);
    }
    if (this.#object.missed > 0) ledger.update('missed', this.#object.missed);
  }
}
