import { readFileSync } from 'node:fs';
import { ToolError, UsageError } from './usage-error.ts';

/** The part of the core library's `BpfProgram` that sampling needs. */
interface SamplingProgram {
  attachPerfEvent(options: { type: number; config: bigint; sample: bigint; frequency: boolean; cpu: number }): unknown;
}

/** `perf_event_attr.type` and `.config` of the processor's cycles, and of the clock that every machine has. */
const CYCLES = { type: 0, config: 0n };
const CPU_CLOCK = { type: 1, config: 0n };
/** What the kernel answers where the processor has no counters, or lends them to nobody. */
const NO_COUNTER = ['ENOENT', 'EOPNOTSUPP', 'ENODEV', 'EBUSY'];

export interface Sampling {
  /** Samples per second and CPU, or one sample per so many events. */
  frequency?: number;
  period?: number;
  /** Only this CPU; default: all that are online. */
  cpu?: number | undefined;
}

/** Runs the program at a steady rate on each CPU. @throws ToolError */
export function sampleCpus(program: SamplingProgram, { frequency, period, cpu }: Sampling): void {
  const cpus = cpu === undefined ? onlineCpus() : [cpu];
  const rate =
    period === undefined
      ? { sample: BigInt(frequency ?? 0), frequency: true }
      : { sample: BigInt(period), frequency: false };
  let event = CYCLES;
  const attach = (number: number) => program.attachPerfEvent({ ...event, ...rate, cpu: number });
  for (const number of cpus) {
    try {
      if (event === CYCLES && !hasCounter(() => attach(number))) event = CPU_CLOCK;
      if (event === CPU_CLOCK) attach(number);
    } catch (error) {
      throw explained(error, frequency);
    }
  }
}

/** Tries; false when the processor has nothing to count with. */
function hasCounter(attach: () => void): boolean {
  try {
    attach();
    return true;
  } catch (error) {
    if (NO_COUNTER.includes((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}

function explained(error: unknown, frequency: number | undefined): unknown {
  const largest = maxSampleRate();
  return (error as { code?: string }).code === 'EINVAL' && frequency !== undefined && frequency > largest
    ? new ToolError(
        `cannot sample at ${frequency} Hertz: the kernel allows ${largest} (kernel.perf_event_max_sample_rate)`,
      )
    : error;
}

function maxSampleRate(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/perf_event_max_sample_rate', 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Checks the value of `--cpu`; nothing and -1 mean all CPUs. @throws UsageError when that one runs nothing. */
export function checkCpu(cpu: number | undefined, online: () => number[] = onlineCpus): void {
  if (cpu !== undefined && cpu >= 0 && !online().includes(cpu)) {
    throw new UsageError(`--cpu: CPU ${cpu} is not online`);
  }
}

/** Numbers of the CPUs that are online. */
export function onlineCpus(list: string = readFileSync('/sys/devices/system/cpu/online', 'utf8')): number[] {
  return list
    .trim()
    .split(',')
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    });
}
