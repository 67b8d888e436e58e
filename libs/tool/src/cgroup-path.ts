import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from './cell.ts';
import { ToolError } from './usage-error.ts';

/** Where cgroup v2 is mounted: by itself, or beside version 1. */
const mounts = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'];

/** Names of files and folders, for the search. Tests put a tree of their own in place. */
export interface CgroupFiles {
  exists(path: string): boolean;
  folders(path: string): string[];
}

const system: CgroupFiles = {
  exists: existsSync,
  folders: (path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry: Dirent) => entry.isDirectory())
      .map((entry) => entry.name),
};

/** More cgroups than a machine has; the search ends there. */
const MOST_FOLDERS = 100_000;

/**
 * The directory of a cgroup given as a path in the file system, or as `/proc/PID/cgroup` shows it: relative to where
 * cgroup v2 is mounted, with or without a leading slash.
 * @throws ToolError when there is no such cgroup.
 */
export function cgroupPath(path: string, files: CgroupFiles = system): string {
  const mount = cgroupMount(files);
  const found = [join(mount, path), path].find((candidate) => files.exists(join(candidate, 'cgroup.procs')));
  if (found === undefined) throw new ToolError(`no cgroup ${printable(path)} in ${mount} (try: systemd-cgls)`);
  return found;
}

/**
 * The directory of a container's cgroup. `id` is the beginning of the hexadecimal id that docker, podman, containerd
 * and CRI-O give, or the whole name of an LXC container or systemd machine.
 * @throws ToolError when no container, or more than one, fits.
 */
export function containerPath(id: string, files: CgroupFiles = system): string {
  const found = new Map<string, string>();
  let left = MOST_FOLDERS;
  const search = (folder: string): void => {
    for (const name of foldersOf(folder, files)) {
      if (left-- <= 0) return;
      const path = join(folder, name);
      const container = containerOf(name);
      if (container === undefined) search(path);
      else if (fits(container, id) && !found.has(container)) found.set(container, path);
    }
  };
  search(cgroupMount(files));
  if (found.size > 1) throw new ToolError(`container ${printable(id)} is ambiguous: ${found.size} containers begin so`);
  const [path] = found.values();
  if (path === undefined) throw new ToolError(`no container ${printable(id)} (is it running?)`);
  return path;
}

/** The id that the kernel gives a cgroup: the inode of its directory. */
export function cgroupId(path: string): bigint {
  return statSync(path, { bigint: true }).ino;
}

/** The container that a cgroup's name stands for. Runtimes also have cgroups for their monitors, which are none. */
function containerOf(name: string): string | undefined {
  if (name.includes('conmon')) return undefined;
  const id = /(?:^|[-:])([0-9a-f]{64})(?:\.scope)?$/.exec(name)?.[1];
  return id ?? /^lxc\.payload\.(.+)$/.exec(name)?.[1] ?? /^machine-(.+)\.scope$/.exec(name)?.[1];
}

function fits(container: string, id: string): boolean {
  return container === id || (/^[0-9a-f]+$/.test(id) && container.length === 64 && container.startsWith(id));
}

/** Cgroups come and go while they are searched. */
function foldersOf(path: string, files: CgroupFiles): string[] {
  try {
    return files.folders(path);
  } catch {
    return [];
  }
}

function cgroupMount(files: CgroupFiles): string {
  const mount = mounts.find((path) => files.exists(join(path, 'cgroup.procs')));
  if (mount === undefined)
    throw new ToolError('cgroup v2 is not mounted (try: mount -t cgroup2 none /sys/fs/cgroup/unified)');
  return mount;
}
