/** Options for programs that include thread-filter.bpf.h. */
import { statSync } from 'node:fs';
import { type ImageLayout, Text } from '@bcc-ts/core';
import { listOf } from './option-parsers.ts';
import type { OptionSpecs } from './option-spec.ts';
import { commOption, taskId } from './shared-options.ts';

/** Some processes, some threads, or threads of one name; the letters are the tool's. */
export const threadOptions = {
  pid: {
    alias: 'p',
    type: 'string',
    placeholder: 'PID,...',
    completes: 'pid',
    parse: listOf(taskId),
    conflicts: ['tid'],
    describe: 'only these processes',
    sets: onlyProcesses,
  },
  tid: {
    type: 'string',
    placeholder: 'TID,...',
    parse: listOf(taskId),
    describe: 'only these threads',
    sets: (ids: readonly number[]) => ({ ...onlyProcesses(ids), targets_are_threads: true }),
  },
  comm: {
    ...commOption,
    describe: 'only threads of this name',
    sets: (name: string) => ({ target_name: Text.from(Buffer.from(name)) }),
  },
} as const satisfies OptionSpecs;

/** Only kernel threads, or none. */
export const threadKindOptions = {
  'user-threads-only': {
    alias: 'u',
    type: 'boolean',
    conflicts: ['kernel-threads-only', 'pid', 'tid'],
    describe: 'leave out kernel threads',
    sets: () => ({ only_user_threads: true }),
  },
  'kernel-threads-only': {
    alias: 'k',
    type: 'boolean',
    conflicts: ['pid', 'tid'],
    describe: 'only kernel threads',
    sets: () => ({ only_kernel_threads: true }),
  },
} as const satisfies OptionSpecs;

interface ThreadChoice {
  pid?: readonly number[] | undefined;
  tid?: readonly number[] | undefined;
  comm?: string | undefined;
  'user-threads-only'?: boolean;
  'kernel-threads-only'?: boolean;
}

/** The variables of thread-filter.bpf.h for some processes. */
export function onlyProcesses(ids: readonly number[]) {
  return { targets: [...ids], target_count: ids.length };
}

/** The inode of the machine's first process id namespace (PROC_PID_INIT_INO). */
const FIRST_NAMESPACE = 0xeffffffcn;

/** Tells a program that includes thread-filter.bpf.h which process ids are meant: this process's. Before load. */
export function seeThreads(rodata: object, layout: ImageLayout): void {
  if (!layout.rodata.fields.some((field) => field.name === 'pid_namespace_inode')) return;
  const { dev, ino } = statSync('/proc/self/ns/pid', { bigint: true });
  Object.assign(rodata, {
    pid_namespace_device: dev,
    pid_namespace_inode: ino === FIRST_NAMESPACE ? 0n : ino,
  });
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
