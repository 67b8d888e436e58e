/** Hardware virtualisation is used only where a guest has really come up with it: /dev/kvm alone says little. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, contentKey } from '../host/cache.ts';
import { hostCommand } from '../host/host-command.ts';
import type { OnProgress } from '../host/progress.ts';
import type { Machine } from './qemu-arguments.ts';
import { QemuProcess } from './qemu-process.ts';
import { makeRunDirectory, removeRunDirectory } from './run-directory.ts';

export type Accelerator = Machine['accelerator'];

const probeTimeoutMs = 15_000;

/** `kvm` if a probe guest boots with it. The verdict is kept until this machine boots again or QEMU changes. */
export async function chooseAccelerator(machine: Machine, onProgress: OnProgress): Promise<Accelerator> {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    return 'tcg';
  }
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  const key = contentKey(bootId, await qemuVersion());
  const build = async (work: string) => writeFile(join(work, 'verdict'), await probe(machine, onProgress));
  const directory = await cached({ thing: 'accelerator', key, build }, onProgress);
  return (await readFile(join(directory, 'verdict'), 'utf8')) === 'kvm' ? 'kvm' : 'tcg';
}

let version: string | undefined;

export async function qemuVersion(): Promise<string> {
  version ??= (await hostCommand('qemu-system-x86_64', ['--version'])).toString().split('\n')[0] ?? '';
  return version;
}

export function cpuModel(): string {
  const lines = readFileSync('/proc/cpuinfo', 'utf8').split('\n\n')[0]?.split('\n') ?? [];
  return lines.filter((line) => /^(vendor_id|model|stepping|microcode|flags)\b/.test(line)).join();
}

async function probe(machine: Machine, onProgress: OnProgress): Promise<Accelerator> {
  onProgress('trying hardware virtualisation');
  const directory = makeRunDirectory();
  const qemu = new QemuProcess({ ...machine, directory, accelerator: 'kvm', kernelWords: ['bcc-ts.probe'] });
  try {
    await qemu.waitForLine(/BCC-TS-PROBE-OK/, 'probe', probeTimeoutMs);
    onProgress('hardware virtualisation works');
    return 'kvm';
  } catch {
    onProgress('hardware virtualisation does not work here: guests run emulated');
    return 'tcg';
  } finally {
    await qemu.kill();
    removeRunDirectory(directory);
  }
}
