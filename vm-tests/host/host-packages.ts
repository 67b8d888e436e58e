import { ensurePackages } from '../../scripts/apt-packages.ts';
import type { OnProgress } from './progress.ts';

const packages = [
  'qemu-system-x86',
  'qemu-system-common',
  'debootstrap',
  'busybox-static',
  'binutils',
  'cpio',
  'gcc',
  'libc6-dev',
  'kmod',
  'e2fsprogs',
  'xz-utils',
  'zstd',
  'gzip',
  'util-linux',
];

/** Installs what building and running guests needs on this machine. */
export function ensureHostPackages(onProgress: OnProgress): Promise<void> {
  return ensurePackages(packages, { onProgress });
}
