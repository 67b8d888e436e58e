import { attachToDescriptor, PacketSocket, readIterator } from '@bcc-ts/core';
import { ProgType } from '../constants.ts';
import { type AttachHost, Attachments } from './attachments.ts';
import { attachKprobe, attachKretprobe, type KprobeOptions, type KretprobeOptions } from './kernel-probes.ts';
import { attachPerfEvent, type PerfEventAttachOptions, perfEventTarget } from './perf-events.ts';
import {
  attachRawTracepoint,
  attachTracepoint,
  type RawTracepointOptions,
  type TracepointOptions,
} from './tracepoints.ts';
import { attachTrampoline, type TrampolineKind, trampolineName } from './trampolines.ts';
import {
  attachUprobe,
  attachUretprobe,
  type UprobeOptions,
  type UprobePlace,
  type UretprobeOptions,
  uprobeTargetOf,
} from './user-probes.ts';
import { attachXdpTo, interfaceIndex, removeXdp, type XdpOptions } from './xdp.ts';

/** A function of the text: what `loadFunc` gave, or its name. */
export type ProgramOrName = { readonly fd: number } | string;

export interface RawSocketOptions {
  /** Network interface. */
  dev: string;
  /** What `loadFunc(name, ProgType.SOCKET_FILTER)` gave, or the name of a function. */
  fn: ProgramOrName;
}

export interface FuncTarget {
  /** What `loadFunc` gave. */
  fn: { readonly name: string; readonly fd: number };
  /** Of a cgroup's directory, or of a socket map. */
  fd: number;
  /** {@link BPFAttachType} */
  attachType: number;
}

/** The half of a `BPF` that attaches functions of its text, and detaches them. */
export abstract class Attaching {
  /** @internal What is attached. */
  protected readonly attachments = new Attachments();

  /** @internal */
  protected abstract get host(): AttachHost;

  /** Runs a function at the entry of a kernel function, or of all that match. */
  attachKprobe(options: KprobeOptions): void {
    attachKprobe(this.host, options);
  }

  /** Runs a function when a kernel function, or any that matches, returns. */
  attachKretprobe(options: KretprobeOptions): void {
    attachKretprobe(this.host, options);
  }

  /** Ends kprobes of a kernel function: those of one function of the text, or all. */
  detachKprobe(event: string, fnName?: string): void {
    this.attachments.remove('kprobe', event, fnName);
  }

  detachKretprobe(event: string, fnName?: string): void {
    this.attachments.remove('kretprobe', event, fnName);
  }

  /** Runs a function at a function, pattern or address of a program or library. */
  attachUprobe(options: UprobeOptions): void {
    attachUprobe(this.host, options);
  }

  /** Runs a function when a function of a program or library returns. */
  attachUretprobe(options: UretprobeOptions): void {
    attachUretprobe(this.host, options);
  }

  detachUprobe(place: UprobePlace): void {
    this.attachments.remove('uprobe', uprobeTargetOf(place));
  }

  detachUretprobe(place: UprobePlace): void {
    this.attachments.remove('uretprobe', uprobeTargetOf(place));
  }

  /** Runs a function at a tracepoint (`category:event`), or at all that match. */
  attachTracepoint(options: TracepointOptions): void {
    attachTracepoint(this.host, options);
  }

  detachTracepoint(tp: string): void {
    this.attachments.remove('tracepoint', tp);
  }

  /** Runs a function at a tracepoint with its raw arguments. Once per tracepoint; `tp` has no category. */
  attachRawTracepoint(options: RawTracepointOptions): void {
    attachRawTracepoint(this.host, options);
  }

  detachRawTracepoint(tp: string): void {
    this.attachments.remove('raw_tracepoint', tp);
  }

  /** Runs a function each time a performance counter has counted so many events, or so many times a second. */
  attachPerfEvent(options: PerfEventAttachOptions): void {
    attachPerfEvent(this.host, options);
  }

  detachPerfEvent(evType: number, evConfig: number | bigint): void {
    this.attachments.remove('perf_event', perfEventTarget(evType, evConfig));
  }

  /** Attaches a `KFUNC_PROBE` again after `detachKfunc`; the macro's prefix of the name may be left out. */
  attachKfunc(fnName: string): void {
    this.#attachTrampoline('kfunc', fnName);
  }

  detachKfunc(fnName: string): void {
    this.#detachTrampoline('kfunc', fnName);
  }

  attachKretfunc(fnName: string): void {
    this.#attachTrampoline('kretfunc', fnName);
  }

  detachKretfunc(fnName: string): void {
    this.#detachTrampoline('kretfunc', fnName);
  }

  /** Attaches a `KMOD_RET` function, which may replace what a kernel function returns. Never attached by itself. */
  attachFmodRet(fnName: string): void {
    this.#attachTrampoline('fmod_ret', fnName);
  }

  detachFmodRet(fnName: string): void {
    this.#detachTrampoline('fmod_ret', fnName);
  }

  attachLsm(fnName: string): void {
    this.#attachTrampoline('lsm', fnName);
  }

  detachLsm(fnName: string): void {
    this.#detachTrampoline('lsm', fnName);
  }

  /** Makes a function the XDP program of a network interface, in place of what is there unless the flags forbid it. */
  attachXdp({ dev, fn, flags = 0, keep = false }: XdpOptions): void {
    const name = typeof fn === 'string' ? fn : 'xdp';
    const program = typeof fn === 'string' ? this.host.program(fn, ProgType.XDP) : fn;
    if (this.attachments.has('xdp', dev)) this.attachments.remove('xdp', dev);
    this.attachments.add('xdp', dev, name, () => {
      const attached = attachXdpTo(dev, program, flags);
      return keep ? { close() {} } : attached;
    });
  }

  /** Removes the XDP program of an interface. Without one nothing happens. */
  removeXdp(dev: string, flags = 0): void {
    if (this.attachments.has('xdp', dev)) this.attachments.remove('xdp', dev);
    removeXdp(dev, flags);
  }

  /** The same for the program of any process. */
  static removeXdp(dev: string, flags = 0): void {
    removeXdp(dev, flags);
  }

  /**
   * Opens a socket that gets the packets of an interface that a function lets through: it returns how many bytes of the
   * packet are kept. The socket is closed with its `BPF`.
   */
  attachRawSocket({ dev, fn }: RawSocketOptions): PacketSocket {
    const name = typeof fn === 'string' ? fn : 'socket filter';
    const program = typeof fn === 'string' ? this.host.program(fn, ProgType.SOCKET_FILTER) : fn;
    const socket = new PacketSocket(program, interfaceIndex(dev, 'a socket'));
    this.attachments.add('raw_socket', dev, name, () => socket);
    return socket;
  }

  /** Attaches a function to a cgroup or socket map. `flags`: {@link AttachFlags}. */
  attachFunc({ fn, flags = 0, ...target }: FuncTarget & { flags?: number }): void {
    this.attachments.add('descriptor', targetName(target), fn.name, () => attachToDescriptor(fn, { ...target, flags }));
  }

  detachFunc({ fn, ...target }: FuncTarget): void {
    this.attachments.remove('descriptor', targetName(target), fn.name);
  }

  /** Reads what a `BPF_ITER` function writes. */
  readIter(fnName: string): Buffer {
    const name = fnName.startsWith('bpf_iter__') ? fnName : `bpf_iter__${fnName}`;
    using link = this.host.program(name, ProgType.TRACING).attachIterator();
    return readIterator(link);
  }

  numOpenKprobes(): number {
    return this.attachments.count('kprobe', 'kretprobe');
  }

  numOpenUprobes(): number {
    return this.attachments.count('uprobe', 'uretprobe', 'usdt');
  }

  numOpenTracepoints(): number {
    return this.attachments.count('tracepoint');
  }

  #attachTrampoline(kind: TrampolineKind, fnName: string): void {
    attachTrampoline(this.host, kind, trampolineName(kind, fnName, this.host.programNames()));
  }

  #detachTrampoline(kind: TrampolineKind, fnName: string): void {
    this.attachments.remove(kind, trampolineName(kind, fnName, this.host.programNames()));
  }
}

function targetName({ fd, attachType }: Omit<FuncTarget, 'fn'>): string {
  return `${fd}, type ${attachType}`;
}
