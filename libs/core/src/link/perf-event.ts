import type { BpfLink, BpfProgram, PerfEventOptions } from '@bcc-ts/native';
import { attempt } from '../errors.ts';

/** Runs the program each time a performance counter overflows, on one CPU or for one process. */
export function attachPerfEvent(program: BpfProgram, options: PerfEventOptions): BpfLink {
  const where = options.cpu === undefined ? `process ${options.pid ?? -1}` : `CPU ${options.cpu}`;
  return attempt(
    `attach to perf event ${options.type}:${options.config} of ${where}`,
    () => program.attachPerfEvent(options),
    ({ code }) => {
      if (code === 'ENOENT' || code === 'EOPNOTSUPP')
        return 'this machine has no such counter (a virtual machine often has none)';
      if (code === 'ENODEV') return 'the CPU is offline';
      if (code === 'ESRCH') return 'no such process';
      return undefined;
    },
  );
}
