import type { ImageLayout } from '@bcc-ts/core';
import { cgroupId, cgroupPath, containerPath } from './cgroup-path.ts';
import type { OptionSpecs } from './option-spec.ts';
import type { ToolObject } from './tool-object.ts';

/** Options for programs that include task-filter.bpf.h; the kit offers them by itself. */
export const taskFilterOptions = {
  cgroup: {
    type: 'string',
    placeholder: 'PATH',
    completes: 'directory',
    conflicts: ['container'],
    describe: 'only tasks in or below this cgroup',
  },
  container: { type: 'string', placeholder: 'ID', describe: 'only tasks in this container (a prefix of its id)' },
} as const satisfies OptionSpecs;

/** BCC's filters by pinned maps, to be spread into the options of tools that have them there. */
export const pinnedFilters = {
  cgroupmap: {
    type: 'string',
    placeholder: 'PATH',
    completes: 'file',
    describe: 'only tasks whose cgroup id is in this pinned map',
  },
  mntnsmap: {
    type: 'string',
    placeholder: 'PATH',
    completes: 'file',
    describe: 'only tasks whose mount namespace is in this pinned map',
  },
} as const satisfies OptionSpecs;

/** A map that a filter needs only when it is on. */
interface FilterMap {
  autocreate: boolean;
  reuse(path: string): void;
  setPath(index: number, path: string): void;
}

interface Filter {
  /** The switch among the read-only variables, and the map, as task-filter.bpf.h names them. */
  variable: string;
  map: string;
  value: unknown;
}

/** True when the program includes task-filter.bpf.h. */
export function hasTaskFilter(layout: ImageLayout): boolean {
  return layout.rodata.fields.some((field) => field.name === 'filter_cgroup');
}

/**
 * Restricts tracing to the tasks asked for on the command line. Called before load; the function it returns is called
 * after load.
 * @throws ToolError when there is no such cgroup or container, BpfError when a pinned map does not fit.
 */
export function applyTaskFilter(
  object: ToolObject,
  layout: ImageLayout,
  options: Readonly<Record<string, unknown>>,
): () => void {
  if (!hasTaskFilter(layout)) return () => {};
  const maps = object.maps as Record<string, FilterMap>;
  const filters: Filter[] = [
    { variable: 'filter_cgroup', map: 'filter_cgroup_array', value: options.cgroup ?? options.container },
    { variable: 'filter_cgroup_set', map: 'filter_cgroup_ids', value: options.cgroupmap },
    { variable: 'filter_mount_ns_set', map: 'filter_mount_ns_inodes', value: options.mntnsmap },
  ];
  for (const { variable, map, value } of filters) {
    (object.rodata as Record<string, unknown>)[variable] = value !== undefined;
    const filter = maps[map] as FilterMap;
    filter.autocreate = value !== undefined;
    if (typeof value === 'string' && variable !== 'filter_cgroup') filter.reuse(value);
  }
  const { cgroup, container } = options as { cgroup?: string; container?: string };
  const path =
    cgroup !== undefined ? cgroupPath(cgroup) : container !== undefined ? containerPath(container) : undefined;
  if (path !== undefined) (object.rodata as Record<string, unknown>).filter_cgroup_id = cgroupId(path);
  return () => {
    if (path !== undefined) maps.filter_cgroup_array?.setPath(0, path);
  };
}
