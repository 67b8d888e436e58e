/** `enum bpf_map_type`. */
export const MapType = {
  hash: 1,
  array: 2,
  progArray: 3,
  perfEventArray: 4,
  perCpuHash: 5,
  perCpuArray: 6,
  stackTrace: 7,
  cgroupArray: 8,
  lruHash: 9,
  lruPerCpuHash: 10,
  lpmTrie: 11,
  arrayOfMaps: 12,
  hashOfMaps: 13,
  deviceMap: 14,
  sockMap: 15,
  cpuMap: 16,
  xskMap: 17,
  sockHash: 18,
  queue: 22,
  stack: 23,
  ringBuffer: 27,
} as const;

/** `enum bpf_prog_type`, the ones that tracing and networking use. */
export const ProgramType = {
  socketFilter: 1,
  kprobe: 2,
  schedClassifier: 3,
  schedAction: 4,
  tracepoint: 5,
  xdp: 6,
  perfEvent: 7,
  cgroupSkb: 8,
  cgroupSock: 9,
  sockOps: 13,
  skSkb: 14,
  skMsg: 16,
  rawTracepoint: 17,
  tracing: 26,
  lsm: 29,
} as const;

/** `enum bpf_attach_type`, the ones a program can be switched to. */
export const AttachType = {
  traceRawTracepoint: 23,
  traceEntry: 24,
  traceExit: 26,
  traceIterator: 28,
  kprobeMulti: 42,
  uprobeMulti: 48,
} as const;

/** Flags of map updates. */
export const UpdateFlag = {
  any: 0,
  noExist: 1,
  exist: 2,
} as const;
