/** The command line of scripts/vm. */
import { statSync } from 'node:fs';
import { isLayerName, layerNames } from '../image/layers.ts';
import { type KernelName, kernelNames, parseKernelName } from '../kernel/kernel-name.ts';

export const usage = `Usage: scripts/vm run [OPTIONS] -- 'SHELL COMMAND'
       scripts/vm shell [OPTIONS]
       scripts/vm prepare [--kernel V]... [--layer L]...
       scripts/vm list

run      starts a guest, runs the command in it as root in /root, with all built tools on PATH; its output is passed on
         as it comes, its exit status is the status of this program (124: over the time limit)
shell    an interactive shell in a guest
prepare  builds what guests with these kernels (default: all) need
list     what is built, with versions

  --kernel V      ${kernelNames.join(', ')} (default: 6.12); for prepare it may be given several times
  --layer L       stack more software on the guest's Debian: ${layerNames.join(', ')}; may be given several times
  --put FILE      copy FILE to /root/BASENAME before the command starts; may be given several times
  --disk MB       add an empty scratch disk (/dev/vdb, then /dev/vdc, ...); may be given several times
  --cpus N        default: 2
  --memory MB     default: 3072
  --timeout S     kill the command after S seconds
  --fresh         boot; without it a guest of the same kind is booted once, kept, and restored from then on
  --help          this text

What is missing (packages of this machine, kernel, root image) is installed or built first; lines on stderr say so.
`;

export interface VmRequest {
  verb: 'run' | 'shell' | 'prepare' | 'list' | 'help';
  kernels: KernelName[];
  layers: string[];
  put: string[];
  disks: { sizeMb: number }[];
  cpus: number;
  memoryMb: number;
  timeoutMs: number | undefined;
  fresh: boolean;
  command: string;
}

/** A mistake in the command line; the message is one line. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const verbs: readonly string[] = ['run', 'shell', 'prepare', 'list'];

/** Throws a UsageError. `run` joins several words of the command with spaces, as ssh does. */
export function parseArguments(words: readonly string[]): VmRequest {
  const request: VmRequest = {
    verb: 'help',
    kernels: [],
    layers: [],
    put: [],
    disks: [],
    cpus: 2,
    memoryMb: 3072,
    timeoutMs: undefined,
    fresh: false,
    command: '',
  };
  const separator = words.indexOf('--');
  const options = separator < 0 ? [...words] : words.slice(0, separator);
  if (options.includes('--help') || options.includes('-h')) return request;
  const verb = options.shift();
  if (verb === undefined) throw new UsageError(`what to do? There are: ${verbs.join(', ')}`);
  if (!verbs.includes(verb)) throw new UsageError(`no such command: ${verb} (there are: ${verbs.join(', ')})`);
  request.verb = verb as VmRequest['verb'];

  for (let word = options.shift(); word !== undefined; word = options.shift()) {
    const [, name = word, inline] = word.match(/^(--[\w-]+)=(.*)$/s) ?? [];
    const value = () => {
      const text = inline ?? options.shift();
      if (text === undefined || text === '') throw new UsageError(`${name} needs a value`);
      return text;
    };
    if (name === '--fresh' && inline === undefined) request.fresh = true;
    else if (name === '--kernel') request.kernels.push(kernel(value()));
    else if (name === '--layer') request.layers.push(layer(value()));
    else if (name === '--put') request.put.push(existing(value()));
    else if (name === '--disk') request.disks.push({ sizeMb: positive(name, value()) });
    else if (name === '--cpus') request.cpus = positive(name, value());
    else if (name === '--memory') request.memoryMb = positive(name, value());
    else if (name === '--timeout') request.timeoutMs = seconds(name, value()) * 1000;
    else if (word.startsWith('-')) throw new UsageError(`unknown option ${word}`);
    else throw new UsageError(`unexpected argument ${word} (the command of run comes behind --)`);
  }

  request.command = separator < 0 ? '' : words.slice(separator + 1).join(' ');
  if (request.verb === 'run' && request.command.trim() === '') {
    throw new UsageError("run needs a command: scripts/vm run -- 'uname -a'");
  }
  if (request.verb !== 'run' && separator >= 0) throw new UsageError(`${request.verb} takes no command`);
  if (request.verb !== 'prepare' && request.kernels.length > 1) throw new UsageError('--kernel was given twice');
  if (request.kernels.length === 0) request.kernels = request.verb === 'prepare' ? [...kernelNames] : ['6.12'];
  return request;
}

function kernel(text: string): KernelName {
  try {
    return parseKernelName(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function layer(text: string): string {
  if (!isLayerName(text)) throw new UsageError(`no such layer: ${text} (there are: ${layerNames.join(', ')})`);
  return text;
}

function existing(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })) throw new UsageError(`--put: no such file: ${path}`);
  return path;
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${name} needs a positive whole number, not ${text}`);
  return Number(text);
}

function seconds(name: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0) throw new UsageError(`${name} needs seconds, not ${text}`);
  return Number(text);
}
