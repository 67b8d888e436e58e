/** `enum bpf_prog_type`, under BCC's names. */
export const ProgType = {
  SOCKET_FILTER: 1,
  KPROBE: 2,
  SCHED_CLS: 3,
  SCHED_ACT: 4,
  TRACEPOINT: 5,
  XDP: 6,
  PERF_EVENT: 7,
  CGROUP_SKB: 8,
  CGROUP_SOCK: 9,
  LWT_IN: 10,
  LWT_OUT: 11,
  LWT_XMIT: 12,
  SOCK_OPS: 13,
  SK_SKB: 14,
  CGROUP_DEVICE: 15,
  SK_MSG: 16,
  RAW_TRACEPOINT: 17,
  CGROUP_SOCK_ADDR: 18,
  CGROUP_SOCKOPT: 25,
  TRACING: 26,
  LSM: 29,
} as const;

/** `enum bpf_attach_type`, under BCC's names: what `attachFunc` takes. */
export const BPFAttachType = {
  CGROUP_INET_INGRESS: 0,
  CGROUP_INET_EGRESS: 1,
  CGROUP_INET_SOCK_CREATE: 2,
  CGROUP_SOCK_OPS: 3,
  SK_SKB_STREAM_PARSER: 4,
  SK_SKB_STREAM_VERDICT: 5,
  CGROUP_DEVICE: 6,
  SK_MSG_VERDICT: 7,
  CGROUP_INET4_BIND: 8,
  CGROUP_INET6_BIND: 9,
  CGROUP_INET4_CONNECT: 10,
  CGROUP_INET6_CONNECT: 11,
  CGROUP_INET4_POST_BIND: 12,
  CGROUP_INET6_POST_BIND: 13,
  CGROUP_UDP4_SENDMSG: 14,
  CGROUP_UDP6_SENDMSG: 15,
  LIRC_MODE2: 16,
  FLOW_DISSECTOR: 17,
  CGROUP_SYSCTL: 18,
  CGROUP_UDP4_RECVMSG: 19,
  CGROUP_UDP6_RECVMSG: 20,
  CGROUP_GETSOCKOPT: 21,
  CGROUP_SETSOCKOPT: 22,
} as const;

/** Flags of `attachFunc`. */
export const AttachFlags = {
  /** A program of a cgroup below takes the place of this one. */
  BPF_F_ALLOW_OVERRIDE: 1,
  /** Beside the programs that are there, and those of cgroups below. */
  BPF_F_ALLOW_MULTI: 2,
} as const;

/** `enum xdp_action`: what an XDP program returns. */
export const XdpAction = { XDP_ABORTED: 0, XDP_DROP: 1, XDP_PASS: 2, XDP_TX: 3, XDP_REDIRECT: 4 } as const;

/** How an XDP program is attached; add them up. */
export const XdpFlags = {
  /** Fail when the interface has a program already. */
  XDP_FLAGS_UPDATE_IF_NOEXIST: 1,
  /** In the kernel's generic path: works on every interface, and costs more. */
  XDP_FLAGS_SKB_MODE: 2,
  /** In the driver. */
  XDP_FLAGS_DRV_MODE: 4,
  /** In the network card. */
  XDP_FLAGS_HW_MODE: 8,
  /** Only in place of an expected program; BCC names it, too, without supporting it. */
  XDP_FLAGS_REPLACE: 16,
} as const;

/** Bits of the `debug` option. */
export const Debug = {
  /** Print the LLVM intermediate code. */
  DEBUG_LLVM_IR: 0x1,
  /** Print the verifier's log of every program, with branches. */
  DEBUG_BPF: 0x2,
  /** Print the plain C that the text becomes. */
  DEBUG_PREPROCESSOR: 0x4,
  /** Print the instructions with the places in the text they come from. */
  DEBUG_SOURCE: 0x8,
  /** Print the verifier's log with the state of registers. */
  DEBUG_BPF_REGISTER_STATE: 0x10,
  /** Print what libbpf has to say about types, maps and programs. */
  DEBUG_BTF: 0x20,
} as const;

/** `perf_event_attr.type`. */
export const PerfType = { HARDWARE: 0, SOFTWARE: 1, TRACEPOINT: 2, HW_CACHE: 3, RAW: 4, BREAKPOINT: 5 } as const;

/** `perf_event_attr.config` of hardware events. */
export const PerfHWConfig = {
  CPU_CYCLES: 0,
  INSTRUCTIONS: 1,
  CACHE_REFERENCES: 2,
  CACHE_MISSES: 3,
  BRANCH_INSTRUCTIONS: 4,
  BRANCH_MISSES: 5,
  BUS_CYCLES: 6,
  STALLED_CYCLES_FRONTEND: 7,
  STALLED_CYCLES_BACKEND: 8,
  REF_CPU_CYCLES: 9,
} as const;

/** `perf_event_attr.config` of software events. */
export const PerfSWConfig = {
  CPU_CLOCK: 0,
  TASK_CLOCK: 1,
  PAGE_FAULTS: 2,
  CONTEXT_SWITCHES: 3,
  CPU_MIGRATIONS: 4,
  PAGE_FAULTS_MIN: 5,
  PAGE_FAULTS_MAJ: 6,
  ALIGNMENT_FAULTS: 7,
  EMULATION_FAULTS: 8,
  DUMMY: 9,
  BPF_OUTPUT: 10,
} as const;

/** `perf_event_attr.sample_type`: bit numbers, in the kernel's order. */
export const PerfEventSampleFormat = Object.fromEntries(
  [
    'IP TID TIME ADDR READ CALLCHAIN ID CPU PERIOD STREAM_ID RAW BRANCH_STACK REGS_USER STACK_USER WEIGHT',
    'DATA_SRC IDENTIFIER TRANSACTION REGS_INTR PHYS_ADDR AUX CGROUP DATA_PAGE_SIZE CODE_PAGE_SIZE WEIGHT_STRUCT',
  ]
    .flatMap((names) => names.split(' '))
    .map((name, bit) => [name, 2 ** bit]),
) as Readonly<Record<string, number>>;

const mapTypeNames = [
  'unspec hash array prog_array perf_event_array percpu_hash percpu_array stack_trace cgroup_array lru_hash',
  'lru_percpu_hash lpm_trie array_of_maps hash_of_maps devmap sockmap cpumap xskmap sockhash cgroup_storage',
  'reuseport_sockarray percpu_cgroup_storage queue stack sk_storage devmap_hash struct_ops ringbuf inode_storage',
  'task_storage bloom_filter user_ringbuf cgrp_storage arena',
].flatMap((names) => names.split(' '));

/** `enum bpf_map_type`'s name for a number: `BPF_MAP_TYPE_HASH`, or `<unknown>`. */
export function mapTypeName(type: number): string {
  const name = mapTypeNames[type];
  return name === undefined ? '<unknown>' : `BPF_MAP_TYPE_${name.toUpperCase()}`;
}
