import type { Tool } from './declaration.ts';
import type { ToolObject } from './tool-object.ts';

const PAGE_BYTES = 4096;
/** By how much the advice after a loss enlarges the buffer. */
const LARGER = 8;

/** Applies `--buffer-pages`, whether it is the kit's or the tool's own. Before load. */
export function sizeBuffer({ events }: Tool, object: ToolObject, options: Readonly<Record<string, unknown>>): void {
  const pages = options['buffer-pages'];
  const map = events && (object.maps as Record<string, { maxEntries: number } | undefined>)[events.from];
  if (map && typeof pages === 'number') map.maxEntries = pages * PAGE_BYTES;
}

/** What to try when events are lost, by cause. */
export function lossHints(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const pages = options['buffer-pages'];
  return typeof pages === 'number' ? { ring_full: `--buffer-pages ${pages * LARGER}` } : {};
}
