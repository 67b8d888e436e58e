/** Guests: QEMU machines with a Debian kernel, in which everything that loads eBPF programs is run. */
import { copyFileSync, cpSync, mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contentKey } from '../host/cache.ts';
import { ensureHostPackages } from '../host/host-packages.ts';
import { type OnProgress, progressOnStderr } from '../host/progress.ts';
import { isLayerName, type LayerName, layerNames } from '../image/layers.ts';
import { prepareBaseImage, prepareLayerImage } from '../image/root-image.ts';
import { prepareInitramfs } from '../initramfs/initramfs.ts';
import { type Kernel, prepareKernel } from '../kernel/kernel.ts';
import { type KernelName, parseKernelName } from '../kernel/kernel-name.ts';
import { chooseAccelerator, cpuModel, qemuVersion } from '../machine/accelerator.ts';
import { bootGuest, forgetKeptGuest, keepGuest, restoreGuest } from '../machine/kept-guest.ts';
import { kernelCommandLine, type Machine, machineFiles } from '../machine/qemu-arguments.ts';
import type { QemuProcess } from '../machine/qemu-process.ts';
import { makeRunDirectory, removeRunDirectory } from '../machine/run-directory.ts';
import { toolsDirectory, writeSetupArchive } from './guest-files.ts';
import { type CommandResult, GuestProcess, type StartOptions } from './guest-process.ts';
import { shellQuote } from './shell-quote.ts';

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

export interface RunOptions extends StartOptions {
  /** Default: no limit. */
  timeoutMs?: number;
}

const pollIntervalMs = 5;
const setupTimeoutMs = 60_000;

/**
 * Starts a guest that nobody else uses, restored from a kept one within about a second if there is one. Builds what is
 * missing first: packages of this machine, kernel, root image, kept guest. End it with `close()` or `await using`.
 */
export async function openGuest(options: OpenGuestOptions): Promise<Guest> {
  const kernelName = parseKernelName(options.kernel);
  for (const layer of options.layers ?? []) {
    if (!isLayerName(layer)) throw new Error(`no such layer: ${layer} (there are: ${layerNames.join(', ')})`);
  }
  const onProgress = options.onProgress ?? progressOnStderr();
  const { machine, key, kernel } = await prepareMachine(kernelName, options, onProgress);
  const directory = makeRunDirectory();
  try {
    const own: Machine = { ...machine, directory, scratchDisks: scratchDisks(directory, options.disks ?? []) };
    const qemu = await startMachine(own, key, options.fresh ?? false, onProgress);
    try {
      return await setUp(qemu, kernel);
    } catch (error) {
      await qemu.kill();
      throw error;
    }
  } catch (error) {
    removeRunDirectory(directory);
    throw error;
  }
}

/** Builds everything that guests with these options need, and keeps one. */
export async function prepareGuest(options: OpenGuestOptions): Promise<void> {
  const guest = await openGuest(options);
  await guest.close();
}

export class Guest implements AsyncDisposable {
  readonly kernel: Kernel;
  /** The scratch disks' devices in the guest. */
  readonly disks: readonly string[];
  #qemu: QemuProcess;
  #share: string;
  #running = new Set<GuestProcess>();
  #timer: NodeJS.Timeout | undefined;
  #count = 0;
  #closed = false;

  /** Made by `openGuest`. */
  constructor(qemu: QemuProcess, kernel: Kernel) {
    this.kernel = kernel;
    this.#qemu = qemu;
    this.#share = join(qemu.machine.directory, machineFiles.share);
    this.disks = qemu.machine.scratchDisks.map((_, index) => `/dev/vd${String.fromCharCode(98 + index)}`);
  }

  /** As `uname -r` prints it in the guest. */
  get kernelRelease(): string {
    return this.kernel.release;
  }

  /** The directory of this machine that QEMU's sockets and logs are in; it goes with the guest. */
  get directory(): string {
    return this.#qemu.machine.directory;
  }

  /** Runs a shell command as root in /root and waits for its end. Throws a GuestTimeoutError when it takes too long. */
  async run(command: string, options: RunOptions = {}): Promise<CommandResult> {
    const process = await this.start(command, options);
    return process.wait(options.timeoutMs);
  }

  /** Starts a shell command as root in /root, in a process group of its own. Any number may run at once. */
  async start(command: string, options: StartOptions = {}): Promise<GuestProcess> {
    const { number, directory } = this.#newShareDirectory();
    writeFileSync(join(directory, 'command'), command);
    if (options.stdin !== undefined) writeFileSync(join(directory, 'stdin'), options.stdin);
    if (options.notify) writeFileSync(join(directory, 'notify'), '');
    const connection = { send: (line: string) => this.send(line), gone: (what: string) => this.#gone(what) };
    const process = new GuestProcess(connection, number, directory, command, options);
    this.send(`RUN ${number}`);
    this.#running.add(process);
    this.#timer ??= setInterval(() => this.#poll(), pollIntervalMs);
    return process.started();
  }

  /** Copies a file or directory of this machine into the guest, to /root/NAME unless told otherwise; gives the path. */
  async put(hostFile: string, guestPath = `/root/${basename(hostFile)}`): Promise<string> {
    const { directory, number } = this.#newShareDirectory();
    const source = join(directory, 'content');
    if (statSync(hostFile).isDirectory()) cpSync(hostFile, source, { recursive: true });
    else copyFileSync(hostFile, source);
    const result = await this.run(`cp -rp -T /run/bcc-ts/host/${number}/content ${shellQuote(guestPath)}`);
    if (result.status !== 0) throw new Error(`cannot put ${hostFile} into the guest: ${result.stderr.trim()}`);
    return guestPath;
  }

  /** The kernel's log. */
  async dmesg(): Promise<string> {
    return (await this.run('dmesg')).stdout;
  }

  /** Sends a line to the guest's agent; see initramfs/agent.c. */
  send(line: string): void {
    const gone = this.#gone('cannot use the guest');
    if (gone) throw gone;
    this.#qemu.send(line);
  }

  /** Waits for a line that the agent writes, for as long as the guest lives; `what` is for the error. */
  waitForLine(pattern: RegExp, what: string): Promise<RegExpMatchArray> {
    return this.#qemu.waitForLine(pattern, what);
  }

  /** Ends the guest at once; what still runs in it is lost. May be called again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#qemu.kill();
    this.#poll();
    removeRunDirectory(this.directory);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A numbered directory that the guest sees too. */
  #newShareDirectory() {
    const gone = this.#gone('cannot use the guest');
    if (gone) throw gone;
    const number = ++this.#count;
    const directory = join(this.#share, String(number));
    mkdirSync(directory);
    return { number, directory };
  }

  #gone(what: string): Error | undefined {
    if (this.#closed) return new Error(`${what}: the guest was closed`);
    return this.#qemu.alive ? undefined : this.#qemu.endedError(what);
  }

  #poll() {
    for (const process of this.#running) {
      if (!process.poll()) this.#running.delete(process);
    }
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
}

/** All that a guest is made of but its own directory and disks, and the key of a kept guest of this kind. */
async function prepareMachine(kernelName: KernelName, options: OpenGuestOptions, onProgress: OnProgress) {
  await ensureHostPackages(onProgress);
  const kernel = await prepareKernel(kernelName, onProgress);
  const initramfs = await prepareInitramfs(kernel, onProgress);
  const images = [{ serial: 'base', ...(await prepareBaseImage(onProgress)) }];
  for (const layer of layerNames.filter((name) => options.layers?.includes(name))) {
    images.unshift({ serial: layer, ...(await prepareLayerImage(layer as LayerName, onProgress)) });
  }
  const machine: Machine = {
    vmlinux: kernel.vmlinux,
    initramfs: initramfs.path,
    layers: images,
    modulesImage: kernel.modulesImage,
    scratchDisks: [],
    cpus: options.cpus ?? 2,
    memoryMb: options.memoryMb ?? 3072,
    numaNodes: options.numaNodes ?? 1,
    accelerator: 'tcg',
    directory: '',
    toolsDirectory: toolsDirectory(),
  };
  machine.accelerator = await chooseAccelerator(machine, onProgress);
  const sizes = (options.disks ?? []).map(({ sizeMb }) => String(sizeMb));
  const key = contentKey(
    await qemuVersion(),
    initramfs.key,
    kernelCommandLine(machine),
    images.map((image) => image.key).join(),
    sizes.join(),
    [machine.cpus, machine.memoryMb, machine.numaNodes, machine.accelerator].join(),
    // With hardware virtualisation the state of the guest's CPU is that of this machine's.
    machine.accelerator === 'kvm' ? cpuModel() : '',
  );
  return { machine, kernel, key: `${kernelName}-${key}` };
}

function scratchDisks(directory: string, disks: readonly { sizeMb: number }[]) {
  return disks.map(({ sizeMb }, index) => {
    const path = join(directory, `scratch${index}.img`);
    writeFileSync(path, '');
    truncateSync(path, sizeMb * 1024 * 1024);
    return { serial: `scratch${index}`, path };
  });
}

async function startMachine(machine: Machine, key: string, fresh: boolean, onProgress: OnProgress) {
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

async function setUp(qemu: QemuProcess, kernel: Kernel): Promise<Guest> {
  await writeSetupArchive(join(qemu.machine.directory, machineFiles.share));
  qemu.send(`SETUP ${Date.now()}`);
  const line = await qemu.waitForLine(/BCC-TS-SETUP-(DONE|FAILED)/, 'cannot set up the guest', setupTimeoutMs);
  if (line[1] !== 'DONE') throw new Error(`cannot set up the guest: mounting the shares failed\n${qemu.tail}`);
  return new Guest(qemu, kernel);
}
