import type {
  KprobeOptions,
  BpfProgram as NativeProgram,
  PerfEventOptions,
  UprobeMultiOptions,
  UprobeOptions,
} from '@bcc-ts/native';
import { attempt } from './errors.ts';
import { attachBySection } from './link/by-section.ts';
import { attachCgroup } from './link/cgroup.ts';
import { attachCopy, type CopyOptions } from './link/copy.ts';
import { attachIterator } from './link/iterator.ts';
import { attachKprobe } from './link/kprobe.ts';
import { attachKprobes, type KprobesOptions } from './link/kprobe-multi.ts';
import { Link, type NativeLink } from './link/link.ts';
import { attachLsm } from './link/lsm.ts';
import { attachPerfEvent } from './link/perf-event.ts';
import type { ProbeGroup } from './link/probe-group.ts';
import { attachRawTracepoint } from './link/raw-tracepoint.ts';
import { attachTc, type TcOptions } from './link/tc.ts';
import { attachTrace } from './link/trace.ts';
import { attachTracepoint } from './link/tracepoint.ts';
import { attachUprobe, attachUprobes } from './link/uprobe.ts';
import { attachUsdt, type UsdtOptions } from './link/usdt.ts';
import { attachXdp } from './link/xdp.ts';

/** Collects links, to close them with the object. */
export type LinkSet = Set<Link>;

/** A program of an object. Settings can be changed before load; attaching needs a loaded program. */
export class BpfProgram {
  readonly name: string;
  /** ELF section, for example `tp_btf/sched_process_exec`. */
  readonly section: string;
  readonly #native: NativeProgram;
  readonly #links: LinkSet;

  constructor(native: NativeProgram, links: LinkSet) {
    this.#native = native;
    this.#links = links;
    this.name = native.name;
    this.section = native.section;
  }

  /** Whether load gives it to the kernel, and the object's `attach` attaches it. */
  get autoload(): boolean {
    return this.#native.autoload;
  }

  set autoload(autoload: boolean) {
    this.#native.autoload = autoload;
  }

  /** `enum bpf_prog_type`. */
  get type(): number {
    return this.#native.type;
  }

  set type(type: number) {
    this.#native.type = type;
  }

  /** `enum bpf_attach_type`. */
  get expectedAttachType(): number {
    return this.#native.expectedAttachType;
  }

  set expectedAttachType(type: number) {
    this.#native.expectedAttachType = type;
  }

  get fd(): number {
    return attempt(`use program ${this.name}`, () => this.#native.fd);
  }

  /** The verifier's log of the last load; empty when it was accepted and no log was asked for. */
  get log(): string {
    return this.#native.log;
  }

  /** Number of instructions. */
  get instructions(): number {
    return this.#native.instructions;
  }

  /**
   * How often the kernel left this loaded program out, as it was running on that CPU already: in the middle of another
   * task that was preempted, or of an interrupted one. Counted since Linux 5.12; kernels before that do not preempt it.
   */
  get missed(): number {
    return attempt(`ask how often ${this.name} was missed`, () => this.#native.missed);
  }

  /** Before load: the kernel function of a `fentry`, `fexit`, `tp_btf` or `lsm` program. */
  setAttachTarget(functionName: string, fd = 0): void {
    attempt(`set the target of ${this.name}`, () => this.#native.setAttachTarget(fd, functionName));
  }

  /** Attaches to what the section names. */
  attach(): Link {
    return this.#link(this.section, attachBySection(this.#native));
  }

  attachKprobe(symbol: string, options: Omit<KprobeOptions, 'symbol'> = {}): Link {
    return this.#link(`kprobe ${symbol}`, attachKprobe(this.#native, { symbol, ...options }));
  }

  /** See {@link attachKprobes}. */
  attachKprobes(symbols: string[], options: KprobesOptions = {}): Link[] {
    return attachKprobes(this.#native, symbols, options).map((link) => this.#link('kprobes', link));
  }

  attachUprobe(options: UprobeOptions): Link {
    return this.#link(`uprobe ${options.path}`, attachUprobe(this.#native, options));
  }

  attachUprobes(options: UprobeMultiOptions): Link {
    return this.#link(`uprobes ${options.path}`, attachUprobes(this.#native, options));
  }

  attachUsdt(options: UsdtOptions): Link {
    return this.#link(`usdt ${options.provider}:${options.name}`, attachUsdt(this.#native, options));
  }

  /** See {@link attachCopy}. */
  attachCopy(options: CopyOptions): Link {
    return this.#link(`${options.kind} of a copy`, attachCopy(this.#native, options));
  }

  /** Attaches to all functions of a group, which then belongs to the link. */
  attachGroup(group: ProbeGroup): Link {
    const link = attachTracepoint(this.#native, group.category, group.event);
    const native: NativeLink = {
      fd: link.fd,
      get missed() {
        return group.missed;
      },
      close() {
        link.close();
        group.close();
      },
    };
    return this.#link(`group ${group.category}`, native);
  }

  attachTracepoint(category: string, name: string, cookie?: bigint): Link {
    return this.#link(`tracepoint ${category}:${name}`, attachTracepoint(this.#native, category, name, cookie));
  }

  attachRawTracepoint(name: string, cookie?: bigint): Link {
    return this.#link(`raw tracepoint ${name}`, attachRawTracepoint(this.#native, name, cookie));
  }

  /** `tp_btf`, `fentry`, `fexit`, `fmod_ret`. */
  attachTrace(cookie?: bigint): Link {
    return this.#link(this.section, attachTrace(this.#native, cookie));
  }

  attachLsm(): Link {
    return this.#link(this.section, attachLsm(this.#native));
  }

  attachPerfEvent(options: PerfEventOptions): Link {
    return this.#link(`perf event ${options.type}:${options.config}`, attachPerfEvent(this.#native, options));
  }

  attachXdp(ifindex: number): Link {
    return this.#link(`xdp ${ifindex}`, attachXdp(this.#native, ifindex));
  }

  /** See {@link attachTc}. */
  attachTc(ifindex: number, options: TcOptions): Link {
    return this.#link(`tc ${options.point} ${ifindex}`, attachTc(this, ifindex, options));
  }

  attachCgroup(path: string): Link {
    return this.#link(`cgroup ${path}`, attachCgroup(this.#native, path));
  }

  /** `map`: for iterators over a map's elements. */
  attachIterator(map?: { fd: number }): Link {
    return this.#link(this.section, attachIterator(this.#native, map?.fd));
  }

  /** Runs it once, or `repeat` times, without attaching it (`BPF_PROG_TEST_RUN`). */
  testRun(options: { data?: Uint8Array; context?: Uint8Array; repeat?: number } = {}): {
    result: number;
    durationNs: number;
    data?: Uint8Array;
  } {
    return attempt(`run program ${this.name}`, () => this.#native.testRun(options));
  }

  #link(target: string, native: NativeLink): Link {
    const link = new Link(native, target, (closed) => this.#links.delete(closed));
    this.#links.add(link);
    return link;
  }
}
