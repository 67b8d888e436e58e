/** The machine that a guest runs in: everything it is made of, built if it is missing, and its start. */
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentKey } from '../host/cache.ts';
import { ensureHostPackages } from '../host/host-packages.ts';
import type { OnProgress } from '../host/progress.ts';
import { layerNames } from '../image/layers.ts';
import { prepareBaseImage, prepareLayerImage } from '../image/root-image.ts';
import { prepareInitramfs } from '../initramfs/initramfs.ts';
import { prepareKernel } from '../kernel/kernel.ts';
import type { KernelName } from '../kernel/kernel-name.ts';
import { chooseAccelerator, cpuModel, qemuVersion } from '../machine/accelerator.ts';
import { bootGuest, forgetKeptGuest, keepGuest, restoreGuest } from '../machine/kept-guest.ts';
import { type Machine, qemuArguments } from '../machine/qemu-arguments.ts';
import { toolsDirectory } from './guest-files.ts';

export interface OpenGuestOptions {
  /** `5.10`, `6.1`, `6.12` or `newest`. */
  kernel: string;
  /** What to stack on the base root file system; default: nothing. */
  layers?: readonly string[];
  /** Empty scratch disks: /dev/vdb and so on, also /dev/disk/by-id/virtio-scratch0 and so on. */
  disks?: readonly { sizeMb: number }[];
  /** Default: 2. */
  cpus?: number;
  /** Default: 3072. */
  memoryMb?: number;
  /** Default: 1. CPUs and memory are divided evenly among the nodes. */
  numaNodes?: number;
  /** Boot instead of restoring a kept guest. */
  fresh?: boolean;
  /** Told what is being built or booted; default: lines on stderr. */
  onProgress?: OnProgress;
}

/** All that a guest is made of but its own directory and disks, and the key of a kept guest of this kind. */
export async function prepareMachine(kernelName: KernelName, options: OpenGuestOptions, onProgress: OnProgress) {
  await ensureHostPackages(onProgress);
  const platform = { cpus: options.cpus ?? 2, memoryMb: options.memoryMb ?? 3072, numaNodes: options.numaNodes ?? 1 };
  const withoutRoot = async () => {
    const kernel = await prepareKernel(kernelName, onProgress);
    const initramfs = await prepareInitramfs(kernel, onProgress);
    const machine: Machine = {
      ...platform,
      vmlinux: kernel.vmlinux,
      initramfs: initramfs.path,
      layers: [],
      modulesImage: kernel.modulesImage,
      scratchDisks: [],
      accelerator: 'tcg',
      directory: '',
      toolsDirectory: toolsDirectory(),
    };
    return { kernel, machine, accelerator: await chooseAccelerator(machine, onProgress) };
  };
  const [{ kernel, machine: rootless, accelerator }, base] = await Promise.all([
    withoutRoot(),
    prepareBaseImage(onProgress),
  ]);
  const layers = [{ serial: 'base', ...base }];
  for (const layer of layerNames.filter((name) => options.layers?.includes(name))) {
    layers.unshift({ serial: layer, ...(await prepareLayerImage(layer, onProgress)) });
  }
  const machine: Machine = { ...rootless, accelerator, layers };
  const disks = (options.disks ?? []).map(({ sizeMb }, index) => ({ serial: `scratch${index}`, path: `${sizeMb} MB` }));
  // Everything but the directories, which are another guest's. The images' paths hold the keys of their contents.
  const kind = qemuArguments({ ...machine, directory: '', toolsDirectory: '', scratchDisks: disks });
  // With hardware virtualisation the state of the guest's CPU is that of this machine's.
  const cpu = accelerator === 'kvm' ? cpuModel() : '';
  const key = contentKey(await qemuVersion(), cpu, ...kind);
  return { machine, kernel, key: `${kernelName}-${key}` };
}

/** Makes the files of a guest's scratch disks in its directory. */
export function scratchDisks(directory: string, disks: readonly { sizeMb: number }[]) {
  return disks.map(({ sizeMb }, index) => {
    const path = join(directory, `scratch${index}.img`);
    writeFileSync(path, '');
    truncateSync(path, sizeMb * 1024 * 1024);
    return { serial: `scratch${index}`, path };
  });
}

/** Restores a kept guest of this kind, after booting one to keep if need be; boots if that does not work. */
export async function startMachine(machine: Machine, key: string, fresh: boolean, onProgress: OnProgress) {
  if (fresh) return bootGuest(machine);
  try {
    return await restoreGuest(machine, await keepGuest(machine, key, onProgress));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    onProgress(`warning: booting, because no kept guest can be used: ${reason}`);
    forgetKeptGuest(key);
    return bootGuest(machine);
  }
}
