/**
 * Kept guests: a guest is booted once and its memory and device state are kept; every further use starts from there.
 *
 * The memory is a file. While the guest to keep boots, it is mapped shared, so that it holds the guest's memory in the
 * end, and only the state of the devices has to be written out. Guests that are restored map it privately, so any
 * number of them can run from one copy.
 */
import { rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached, entryDirectory } from '../host/cache.ts';
import type { OnProgress } from '../host/progress.ts';
import type { Machine } from './qemu-arguments.ts';
import { QemuProcess } from './qemu-process.ts';

export const bootTimeoutMs = 300_000;
const thing = 'kept-guest';
const restoreTimeoutMs = 60_000;
const failedLine = /BCC-TS-FAILED (.*)/;

/** Boots and waits until the guest takes commands. */
export async function bootGuest(machine: Machine): Promise<QemuProcess> {
  const qemu = new QemuProcess(machine);
  try {
    const match = await qemu.waitForLine(/BCC-TS-(READY|FAILED)/, 'cannot boot the guest', bootTimeoutMs);
    if (failedLine.test(match.input ?? '')) throw new Error(`cannot boot the guest: ${match.input}`);
    return qemu;
  } catch (error) {
    await qemu.kill();
    throw error;
  }
}

/**
 * The directory of the kept guest for `machine`, which is booted and kept first if there is none. That guest uses
 * `machine.directory` and its scratch disks too, but writes nothing to the disks.
 */
export function keepGuest(machine: Machine, key: string, onProgress: OnProgress): Promise<string> {
  const build = async (work: string) => {
    onProgress('booting a guest to keep');
    await bootAndKeep({ ...machine, memory: { path: join(work, 'memory'), shared: true } }, work);
    onProgress('guest kept');
  };
  return cached({ thing, key, build, unusedDays: 3 }, onProgress);
}

/** Removes a kept guest that does not work, so that the next one is made anew. Guests restored from it go on. */
export function forgetKeptGuest(key: string): void {
  rmSync(entryDirectory(thing, key), { recursive: true, force: true });
}

/** Starts a guest where the kept one stopped. `machine` must be the same but for its directories. */
export async function restoreGuest(machine: Machine, kept: string): Promise<QemuProcess> {
  const memory = { path: join(kept, 'memory'), shared: false };
  const qemu = new QemuProcess({ ...machine, memory, incoming: true });
  try {
    const qmp = await qemu.qmp();
    await ignoreSharedMemory(qemu);
    await qmp.execute('migrate-incoming', { uri: `exec:cat ${shellWord(join(kept, 'devices'))}` });
    const deadline = performance.now() + restoreTimeoutMs;
    for (;;) {
      const { status } = (await qmp.execute('query-status')) as { status: string };
      if (status === 'running') return qemu;
      if (status === 'paused' || status === 'postmigrate') await qmp.execute('cont');
      else if (status !== 'inmigrate') throw new Error(`cannot restore the kept guest: QEMU is in state ${status}`);
      if (performance.now() > deadline) throw new Error('cannot restore the kept guest: it does not start');
      await sleep(2);
    }
  } catch (error) {
    const ended = qemu.alive ? error : qemu.endedError('cannot restore the kept guest');
    await qemu.kill();
    throw ended;
  }
}

async function bootAndKeep(machine: Machine, work: string) {
  const qemu = await bootGuest(machine);
  try {
    // Lets what the boot left running come to rest.
    await sleep(500);
    const qmp = await qemu.qmp();
    await qmp.execute('stop');
    await ignoreSharedMemory(qemu);
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': 0 });
    const devices = join(work, 'devices.part');
    await qmp.execute('migrate', { uri: `exec:cat > ${shellWord(devices)}` });
    const deadline = performance.now() + bootTimeoutMs;
    for (;;) {
      const state = (await qmp.execute('query-migrate')) as { status?: string; 'error-desc'?: string };
      if (state.status === 'completed') break;
      if (state.status === 'failed')
        throw new Error(`cannot keep the guest: ${state['error-desc'] ?? 'no reason given'}`);
      if (performance.now() > deadline) {
        throw new Error(`cannot keep the guest: its state is ${state.status} after ${bootTimeoutMs / 1000} s`);
      }
      await sleep(10);
    }
    await qmp.execute('quit').catch(() => {});
    await qemu.ended;
    await rename(devices, join(work, 'devices'));
  } finally {
    await qemu.kill();
  }
}

async function ignoreSharedMemory(qemu: QemuProcess) {
  const qmp = await qemu.qmp();
  await qmp.execute('migrate-set-capabilities', { capabilities: [{ capability: 'x-ignore-shared', state: true }] });
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
