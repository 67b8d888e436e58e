import { features } from './features.ts';
import type { BpfMap } from './map/bpf-map.ts';
import { RingBuffer } from './ring.ts';

/** The variable that tells a program to send its events through perf buffers, and the memory it needs for that. */
const switchVariable = 'use_perf_buffer';
const scratchMap = 'event_fallback';

/**
 * Before load: where the kernel has no ring buffers, turns a program's rings into perf buffers, if it knows how to use
 * them.
 */
export function chooseEventBuffers(maps: Record<string, BpfMap>, rodata: Record<string, unknown>): void {
  if (!(switchVariable in rodata)) return;
  const rings = Object.values(maps).filter((map) => map instanceof RingBuffer);
  const fallback = rings.length > 0 && !features.ringBuffer();
  rodata[switchVariable] = fallback;
  const scratch = maps[scratchMap];
  if (scratch) scratch.autocreate = fallback;
  if (fallback) for (const ring of rings) ring.becomePerfBuffer();
}
