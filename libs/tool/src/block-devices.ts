import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ToolError } from './usage-error.ts';

const MINOR_BITS = 20;
/** Deeper stacks of mapped devices are not believed. */
const MAX_DEPTH = 8;

/** Where the kernel lists devices; a test has a tree of its own. */
export interface DeviceTree {
  /** Names of the entries of a directory below /sys; none where it does not exist. */
  list(path: string): string[];
  /** Content of a file below /sys, or undefined. */
  read(path: string): string | undefined;
}

const sysfs: DeviceTree = {
  list: (path) => attempt(() => readdirSync(path)) ?? [],
  read: (path) => attempt(() => readFileSync(path, 'latin1').trim()),
};

function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}

/**
 * The kernel's numbers (major << 20 | minor) of the devices that requests for `name` go to: a disk, a partition, or,
 * for a mapped device such as /dev/mapper/home, what lies below it, as it makes no requests itself.
 * @throws ToolError when there is no such device.
 */
export function blockDevices(name: string, tree: DeviceTree = sysfs): number[] {
  const wanted = basename(name);
  const device = tree.list('/sys/class/block').find((entry) => entry === wanted || mappedName(tree, entry) === wanted);
  if (device === undefined) throw new ToolError(`no such disk '${name}' (try: lsblk)`);
  return [...new Set(below(tree, device, 0))];
}

function mappedName(tree: DeviceTree, device: string): string | undefined {
  return device.startsWith('dm-') ? tree.read(`/sys/class/block/${device}/dm/name`) : undefined;
}

function below(tree: DeviceTree, device: string, depth: number): number[] {
  const parts = depth < MAX_DEPTH ? tree.list(`/sys/class/block/${device}/slaves`) : [];
  if (parts.length > 0) return parts.flatMap((part) => below(tree, part, depth + 1));
  const [major = 0, minor = 0] = (tree.read(`/sys/class/block/${device}/dev`) ?? '').split(':').map(Number);
  return [major * 2 ** MINOR_BITS + minor];
}

/** An option for programs that include block-request.bpf.h; its value are the numbers of the devices. */
export const diskOption = {
  alias: 'd',
  type: 'string',
  placeholder: 'DISK',
  parse: (name: string) => blockDevices(name),
  describe: 'only this disk, partition or mapped device',
  sets: (devices: number[]) => ({ devices }),
} as const;
