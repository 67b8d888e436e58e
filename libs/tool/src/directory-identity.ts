import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { systemReason } from './explain-error.ts';
import { ToolError } from './usage-error.ts';

const MINOR_BITS = 20;

/** How the kernel tells a directory from all others. */
export interface DirectoryIdentity {
  /** As it was asked for. */
  path: string;
  inode: bigint;
  /** Number of the file system, as `super_block.s_dev`; that of stat(2) is another one on btrfs. */
  device: number;
}

/** Which directory is at a path. @throws ToolError when there is none. */
export function directoryIdentity(path: string): DirectoryIdentity {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    throw new ToolError(`cannot use directory ${path}: ${systemReason(error as NodeJS.ErrnoException)}`);
  }
  try {
    const [, mount = ''] = /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    return {
      path,
      inode: fstatSync(fd, { bigint: true }).ino,
      device: deviceOfMount(readFileSync('/proc/self/mountinfo', 'utf8'), mount),
    };
  } finally {
    closeSync(fd);
  }
}

/** The device number, as inside the kernel, of a mount in the text of `/proc/self/mountinfo`. */
export function deviceOfMount(mountinfo: string, id: string): number {
  const [, major, minor] = new RegExp(`^${id} \\d+ (\\d+):(\\d+) `, 'm').exec(mountinfo) ?? [];
  if (major === undefined) throw new ToolError(`cannot find mount ${id} in /proc/self/mountinfo`);
  return (Number(major) << MINOR_BITS) | Number(minor);
}
