/** Guests: QEMU machines with a Debian kernel, in which everything that loads eBPF programs is run. */
import { copyFileSync, cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { progressOnStderr } from '../host/progress.ts';
import { isLayerName, layerNames } from '../image/layers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { parseKernelName } from '../kernel/kernel-name.ts';
import { type Machine, machineFiles } from '../machine/qemu-arguments.ts';
import type { QemuProcess } from '../machine/qemu-process.ts';
import { makeRunDirectory, removeRunDirectory } from '../machine/run-directory.ts';
import { writeSetupArchive } from './guest-files.ts';
import { type OpenGuestOptions, prepareMachine, scratchDisks, startMachine } from './guest-machine.ts';
import { type CommandResult, GuestProcess, type StartOptions } from './guest-process.ts';
import { shellQuote } from './shell-quote.ts';

export interface RunOptions extends StartOptions {
  /** Default: 5 minutes; `Infinity`: no limit. */
  timeoutMs?: number;
}

const pollIntervalMs = 5;
const setupTimeoutMs = 60_000;
/** Longer than these take in a guest that has many other things to do. */
const smallTaskTimeoutMs = 120_000;

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

  /** The commands that have not ended, for a message about what is waited for. */
  get underWay(): readonly string[] {
    return Array.from(this.#running, ({ name }) => name);
  }

  /** Copies a file or directory of this machine into the guest, to /root/NAME unless told otherwise; gives the path. */
  async put(hostFile: string, guestPath = `/root/${basename(hostFile)}`): Promise<string> {
    const { directory, number } = this.#newShareDirectory();
    const source = join(directory, 'content');
    if (statSync(hostFile).isDirectory()) cpSync(hostFile, source, { recursive: true });
    else copyFileSync(hostFile, source);
    const copy = `cp -rp -T /run/bcc-ts/host/${number}/content ${shellQuote(guestPath)}`;
    const result = await this.run(copy, { timeoutMs: smallTaskTimeoutMs });
    if (result.status !== 0) throw new Error(`cannot put ${hostFile} into the guest: ${result.stderr.trim()}`);
    return guestPath;
  }

  /** The kernel's log. */
  async dmesg(): Promise<string> {
    return (await this.run('dmesg', { timeoutMs: smallTaskTimeoutMs })).stdout;
  }

  /** Sends a line to the guest's agent; see initramfs/agent.c. */
  send(line: string): void {
    const gone = this.#gone('cannot use the guest');
    if (gone) throw gone;
    this.#qemu.send(line);
  }

  /** Waits for a line that the agent writes, for as long as the guest lives; `what` is for the error. */
  waitForLine(pattern: RegExp, what: string): Promise<RegExpMatchArray> {
    return this.#qemu.waitForLine(pattern, what, Number.POSITIVE_INFINITY);
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

async function setUp(qemu: QemuProcess, kernel: Kernel): Promise<Guest> {
  await writeSetupArchive(join(qemu.machine.directory, machineFiles.share));
  qemu.send(`SETUP ${Date.now()}`);
  const line = await qemu.waitForLine(/BCC-TS-SETUP-(DONE|FAILED)/, 'cannot set up the guest', setupTimeoutMs);
  if (line[1] !== 'DONE') throw new Error(`cannot set up the guest: mounting the shares failed\n${qemu.tail}`);
  return new Guest(qemu, kernel);
}
