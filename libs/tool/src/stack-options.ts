/** Options of tools of the stacks shape, to be spread; a tool adds its own letters and words. */
import { readFileSync } from 'node:fs';
import type { OptionSpecs } from './option-spec.ts';
import type { StackMap } from './stack-frames.ts';
import type { ToolObject } from './tool-object.ts';
import { ToolError } from './usage-error.ts';

/** What the kernel keeps of a stack, unless told otherwise. */
const DEFAULT_FRAMES = 127;

/** Those that say which part of a stack is taken and how it is printed. */
export const stackOptions = {
  'user-stacks-only': {
    alias: 'U',
    type: 'boolean',
    conflicts: ['kernel-stacks-only'],
    describe: 'only the part of stacks that is in the process',
  },
  'kernel-stacks-only': { alias: 'K', type: 'boolean', describe: 'only the part of stacks that is in the kernel' },
  delimited: { alias: 'd', type: 'boolean', describe: 'print a line between kernel and user frames' },
  folded: { alias: 'f', type: 'boolean', describe: 'print one line per stack, outermost frame first' },
} as const satisfies OptionSpecs;

/** How many stacks the kernel can keep. */
export const stackStorageOption = {
  type: 'integer',
  min: 1,
  max: 2 ** 24,
  default: 16384,
  placeholder: 'STACKS',
  describe: 'how many different stacks the kernel can keep; rounded up to a power of two',
} as const;

/** How many sums the kernel can keep. */
export const hashStorageOption = {
  type: 'integer',
  min: 1,
  max: 2 ** 26,
  default: 40960,
  placeholder: 'ENTRIES',
  describe: 'how many sums by stack, name and process the kernel can keep',
} as const;

/** Options that the kit adds to tools of the stacks shape. */
export const stackKitOptions = {
  svg: {
    type: 'string',
    placeholder: 'FILE',
    completes: 'file',
    describe: 'write a flame graph to this file at the end',
  },
  'perf-max-stack-depth': {
    type: 'integer',
    min: 1,
    max: 1024,
    default: DEFAULT_FRAMES,
    placeholder: 'FRAMES',
    describe: 'frames kept of a stack; more than 127 need sysctl kernel.perf_event_max_stack',
  },
} as const satisfies OptionSpecs;

/** By how much the second map of stacks.bpf.h is smaller than the first. */
const SECOND_SHARE = 4;

/** Applies the options above to the program of stacks.bpf.h. Before load. */
export function sizeStacks(object: ToolObject, from: string, options: Readonly<Record<string, unknown>>): void {
  const {
    stacks,
    stacks_second: second,
    [from]: sums,
    [`${from}_other`]: other,
  } = object.maps as Record<string, StackMap>;
  const rodata = object.rodata as Record<string, unknown>;
  rodata.want_kernel_stacks = options['user-stacks-only'] !== true;
  rodata.want_user_stacks = options['kernel-stacks-only'] !== true;
  const storage = options['stack-storage-size'];
  if (typeof storage === 'number' && stacks && second) {
    stacks.maxEntries = storage;
    second.maxEntries = Math.max(1, Math.floor(storage / SECOND_SHARE));
  }
  const depth = options['perf-max-stack-depth'];
  for (const map of [stacks, second]) if (map && typeof depth === 'number') map.depth = keptFrames(depth);
  const entries = options['hash-storage-size'];
  for (const map of [sums, other]) if (map && typeof entries === 'number') map.maxEntries = entries;
}

/**
 * How many frames can be kept where so many are asked for: fewer than the default where the kernel is
 * set to fewer. @throws ToolError when more than the default are asked for in vain.
 */
export function keptFrames(asked: number, most = mostFrames()): number {
  if (asked <= most) return asked;
  if (asked <= DEFAULT_FRAMES) return most;
  throw new ToolError(
    `cannot keep ${asked} frames of a stack: the kernel allows ${most} (try: sysctl kernel.perf_event_max_stack=${asked})`,
  );
}

function mostFrames(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/perf_event_max_stack', 'utf8'));
  } catch {
    return DEFAULT_FRAMES;
  }
}
