/** Options for programs that include thread-filter.bpf.h. */
import { statSync } from 'node:fs';
import { Text } from '@bcc-ts/core';
import { listOf, positiveInteger } from './option-parsers.ts';
import type { OptionSpecs } from './option-spec.ts';
import { ToolError } from './usage-error.ts';

/** Some processes, some threads, or threads of one name; the letters are the tool's. */
export const threadOptions = {
  pid: {
    alias: 'p',
    type: 'string',
    placeholder: 'PID,...',
    completes: 'pid',
    parse: listOf(positiveInteger),
    conflicts: ['tid'],
    describe: 'only these processes',
  },
  tid: { type: 'string', placeholder: 'TID,...', parse: listOf(positiveInteger), describe: 'only these threads' },
  comm: { type: 'string', placeholder: 'NAME', describe: 'only threads of this name' },
} as const satisfies OptionSpecs;

/** Only kernel threads, or none. */
export const threadKindOptions = {
  'user-threads-only': {
    alias: 'u',
    type: 'boolean',
    conflicts: ['kernel-threads-only', 'pid', 'tid'],
    describe: 'leave out kernel threads',
  },
  'kernel-threads-only': { alias: 'k', type: 'boolean', conflicts: ['pid', 'tid'], describe: 'only kernel threads' },
} as const satisfies OptionSpecs;

/** thread-filter.bpf.h's read-only variables. */
interface ThreadFilter {
  pid_namespace_device: bigint;
  pid_namespace_inode: bigint;
  only_user_threads: boolean;
  only_kernel_threads: boolean;
  target_count: number;
  targets_are_threads: boolean;
  targets: number[];
  target_name: Text;
}

interface ThreadChoice {
  pid?: readonly number[] | undefined;
  tid?: readonly number[] | undefined;
  comm?: string | undefined;
  'user-threads-only'?: boolean;
  'kernel-threads-only'?: boolean;
}

/** The inode of the machine's first process id namespace (PROC_PID_INIT_INO). */
const FIRST_NAMESPACE = 0xeffffffcn;
/** Bytes of a thread's name, without the NUL. */
const NAME_BYTES = 15;

/** Restricts tracing to the threads asked for. Before load. @throws ToolError when there are too many. */
export function filterThreads(rodata: ThreadFilter, options: ThreadChoice): void {
  const { dev, ino } = statSync('/proc/self/ns/pid', { bigint: true });
  rodata.pid_namespace_device = dev;
  rodata.pid_namespace_inode = ino === FIRST_NAMESPACE ? 0n : ino;
  rodata.only_user_threads = options['user-threads-only'] === true;
  rodata.only_kernel_threads = options['kernel-threads-only'] === true;
  const ids = options.tid ?? options.pid ?? [];
  if (ids.length > rodata.targets.length) {
    throw new ToolError(
      `cannot trace ${ids.length} processes or threads by id: at most ${rodata.targets.length} can be`,
    );
  }
  rodata.targets_are_threads = options.tid !== undefined;
  rodata.target_count = ids.length;
  rodata.targets = rodata.targets.map((_, index) => ids[index] ?? 0);
  rodata.target_name = Text.from(Buffer.from(options.comm ?? '').subarray(0, NAME_BYTES));
}

/** Whose stacks are taken, for a tool's first line: `all threads`, `PID 1,2`. */
export function threadsInWords(options: ThreadChoice, plural = ''): string {
  const { comm, pid, tid } = options;
  const which = tid ? `TID${plural} ${tid.join(',')}` : pid ? `PID${plural} ${pid.join(',')}` : undefined;
  const kind = options['user-threads-only'] ? 'user' : options['kernel-threads-only'] ? 'kernel' : 'all';
  return `${which ?? `${kind} threads`}${comm === undefined ? '' : ` named ${comm}`}`;
}

/** What part of the stacks is taken. */
export function stacksInWords(options: { 'user-stacks-only': boolean; 'kernel-stacks-only': boolean }): string {
  return options['user-stacks-only'] ? 'user' : options['kernel-stacks-only'] ? 'kernel' : 'user + kernel';
}
