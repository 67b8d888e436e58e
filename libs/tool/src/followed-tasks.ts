import type { ImageLayout } from '@bcc-ts/core';
import type { ToolObject } from './tool-object.ts';

/** The programs of followed-tasks.bpf.h. */
const followers = ['follow_fork', 'follow_exit'];

/**
 * Restricts a program that includes followed-tasks.bpf.h to the command of `--exec` and what it starts. Without a command
 * the programs that follow it are not loaded. Before load.
 */
export function followCommand(object: ToolObject, layout: ImageLayout, command: { pid: number } | undefined): void {
  if (!layout.rodata.fields.some((field) => field.name === 'followed_pid')) return;
  (object.rodata as { followed_pid: number }).followed_pid = command?.pid ?? 0;
  const { programs = {} } = object as { programs?: Record<string, { autoload: boolean } | undefined> };
  for (const name of followers) {
    const program = programs[name];
    if (program) program.autoload = command !== undefined;
  }
}
