import type { Tool } from './declaration.ts';
import { sizeStacks } from './stack-options.ts';
import { leaveOutOtherSources } from './table.ts';
import type { ToolObject } from './tool-object.ts';

const PAGE_BYTES = 4096;
/** By how much the advice after a loss enlarges the buffer. */
const LARGER = 8;

/** Applies `--buffer-pages` and the sizes of stacks and sums, whether they are the kit's or the tool's own. Before load. */
export function sizeMaps(
  { events, stacks, table }: Tool,
  object: ToolObject,
  options: Readonly<Record<string, unknown>>,
): void {
  const pages = options['buffer-pages'];
  const map = events && (object.maps as Record<string, { maxEntries: number } | undefined>)[events.from];
  if (map && typeof pages === 'number') map.maxEntries = pages * PAGE_BYTES;
  if (stacks) sizeStacks(object, stacks.from, options);
  if (table) leaveOutOtherSources(table, object.maps, options);
}

/** Options whose size decides about a loss. */
const enlarging = {
  'buffer-pages': ['ring_full'],
  'hash-storage-size': ['map_full'],
  'stack-storage-size': ['stack_collision', 'stack_full'],
};

/** What to try when events are lost, by cause. */
export function lossHints(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const hints: Record<string, string> = {};
  for (const [option, causes] of Object.entries(enlarging)) {
    const size = options[option];
    if (typeof size === 'number') for (const cause of causes) hints[cause] = `--${option} ${size * LARGER}`;
  }
  return hints;
}
