import { ProgType } from '../constants.ts';
import { onlineCpus } from '../system/cpus.ts';
import type { AttachHost } from './attachments.ts';

export interface PerfEventAttachOptions {
  /** {@link PerfType}. */
  evType: number;
  /** {@link PerfHWConfig}, {@link PerfSWConfig}, or what the type says. */
  evConfig: number | bigint;
  fnName: string;
  /** Run once for so many events. Either this or `sampleFreq`. */
  samplePeriod?: number;
  /** Run so many times a second on each CPU. */
  sampleFreq?: number;
  /** One process only; by default all. */
  pid?: number;
  /** One CPU only; by default every one that is online. */
  cpu?: number;
  groupFd?: number;
}

/** The name an attachment is detached by. */
export function perfEventTarget(evType: number, evConfig: number | bigint): string {
  return `${evType}:${evConfig}`;
}

export function attachPerfEvent(host: AttachHost, options: PerfEventAttachOptions): void {
  const { evType, evConfig, fnName, samplePeriod = 0, sampleFreq = 0, pid = -1, cpu = -1, groupFd = -1 } = options;
  if (samplePeriod > 0 === sampleFreq > 0) {
    throw new TypeError('attach perf event: give samplePeriod or sampleFreq, and not both');
  }
  const program = host.program(fnName, ProgType.PERF_EVENT);
  const event = {
    type: evType,
    config: BigInt(evConfig),
    sample: BigInt(samplePeriod || sampleFreq),
    frequency: sampleFreq > 0,
    pid,
    groupFd,
  };
  host.attachments.add('perf_event', perfEventTarget(evType, evConfig), fnName, () => {
    const links: { close(): void }[] = [];
    try {
      for (const one of cpu >= 0 ? [cpu] : onlineCpus()) links.push(program.attachPerfEvent({ ...event, cpu: one }));
    } catch (error) {
      for (const link of links) link.close();
      throw error;
    }
    return links;
  });
}
