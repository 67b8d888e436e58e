import {
  type BpfObject,
  namePattern,
  ProbeError,
  type ProbePrograms,
  ProbeSet,
  type ProbeSpec,
  parseProbeSpec,
  type Shape,
  selectPlaces,
} from '@bcc-ts/core';
import type { OptionSpecs } from './option-spec.ts';
import { durationOption, pidOption } from './shared-options.ts';
import { ToolError, UsageError } from './usage-error.ts';

export interface ProbesOptions {
  /** A probe specification whose last part may be a pattern: `vfs_*`, `c:malloc`, `t:block:*`, `u:python3:gc__*`. */
  pattern: string;
  /** The pattern is a regular expression. */
  regexp?: boolean;
  /** Only this process. */
  pid?: number | undefined;
  programs: ProbePrograms;
}

/** Options of tools whose operand is such a pattern, to be spread. */
export const probeOptions = {
  pid: pidOption,
  interval: { alias: 'i', type: 'number', min: 0.001, describe: 'seconds between outputs; without it there is one' },
  duration: { ...durationOption, alias: 'd' },
  timestamp: { alias: 'T', type: 'boolean', describe: 'print the time before each output' },
  regexp: { alias: 'r', type: 'boolean', describe: 'the pattern is a regular expression' },
} as const satisfies OptionSpecs;

/** What such a tool says when it has attached; with `source` the program comes first. */
export function probesPreamble(pattern: string, attached: number, source?: string): string {
  const program = source === undefined ? '' : `${source.replaceAll('\t', '        ')}\n`;
  return `${program}Tracing ${attached} functions for "${pattern}"... Hit Ctrl-C to end.`;
}

/** Environment variable of BCC: the most places a tool attaches to. */
const LIMIT = 'BCC_PROBE_LIMIT';

/**
 * Selects the places a pattern stands for, and prepares the object's programs for them. For a tool's `setup`; its
 * `attach` calls {@link attachProbes}.
 * @throws UsageError for a specification that cannot be understood, ToolError when it selects nothing.
 */
export function openProbes<S extends Shape>(object: BpfObject<S>, options: ProbesOptions): ProbeSet {
  const { pattern, programs, pid, regexp = false } = options;
  const spec = explained(UsageError, () => understood(pattern, regexp));
  if (spec.kind === 'tracepoint' && programs.tracepoint === undefined) {
    throw new UsageError(`'${pattern}' is a tracepoint, which has no duration: give a function`);
  }
  if (spec.kind === 'usdt' && programs.exit !== undefined) {
    throw new UsageError(`'${pattern}' is a USDT probe, which has no duration: give a function`);
  }
  return explained(ToolError, () => {
    const selection = selectPlaces(spec, { regexp, ...(pid !== undefined && { pid }) });
    return new ProbeSet(object as unknown as BpfObject<Shape>, selection, {
      programs,
      limit: limitOf(process.env[LIMIT]),
      ...(pid !== undefined && { pid }),
    });
  });
}

function understood(pattern: string, regexp: boolean): ProbeSpec {
  const spec = parseProbeSpec(pattern);
  namePattern(spec.pattern, { regexp });
  return spec;
}

/** Attaches to all of them, and says which were left out. */
export function attachProbes(
  probes: ProbeSet,
  { progress, note }: { progress(done: number, total: number): void; note(text: string): void },
): void {
  explained(ToolError, () => probes.attach(progress));
  const left = [...probes.leftOut.values()].reduce((sum, count) => sum + count, 0);
  if (left === 0) return;
  const reasons = Array.from(probes.leftOut, ([reason, count]) =>
    probes.leftOut.size > 1 ? `${count} ${reason}` : reason,
  );
  note(`${left} of ${probes.attached + left} matching places left out: ${reasons.join(', ')}`);
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`${LIMIT}=${text} is not a number of probes`);
  return Number(text);
}

function explained<T>(Kind: new (message: string) => Error, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ProbeError ? new Kind(error.message) : error;
  }
}
