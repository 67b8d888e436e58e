export {
  BpfError,
  clockMonotonic as monotonicTimeNs,
  decode,
  escapeText,
  findLibrary,
  findProgram as findExe,
  PacketSocket,
  type SymbolAt,
  type TypeLayout,
} from '@bcc-ts/core';
export type { FuncTarget, RawSocketOptions } from './attach/attaching.ts';
export { probeLimit } from './attach/attachments.ts';
export type { KprobeOptions, KretprobeOptions } from './attach/kernel-probes.ts';
export type { PerfEventAttachOptions } from './attach/perf-events.ts';
export type { RawTracepointOptions, TracepointOptions } from './attach/tracepoints.ts';
export type { UprobeOptions, UprobePlace, UretprobeOptions } from './attach/user-probes.ts';
export type { XdpOptions } from './attach/xdp.ts';
export { BPF, type BpfFunction, type BpfOptions, type Timeout } from './bpf.ts';
export * from './constants.ts';
export { getKprobeFunctions } from './discovery/kernel-functions.ts';
export { kernelEnumHasValue, kernelStructHasField } from './discovery/kernel-types.ts';
export type { NamePattern } from './discovery/patterns.ts';
export {
  supportFmodRet,
  supportKfunc,
  supportLsm,
  supportRawTracepoint,
  supportRawTracepointInModule,
} from './discovery/support.ts';
export { fixSyscallFnname, getSyscallFnname, getSyscallPrefix } from './discovery/syscall-names.ts';
export { getTracepoints, tracepointExists } from './discovery/tracepoints.ts';
export {
  getUserAddresses,
  getUserFunctions,
  getUserFunctionsAndAddresses,
  type UserFunction,
} from './discovery/user-functions.ts';
export * from './front-end/index.ts';
export type { JsonHistogram } from './histogram/json.ts';
export { type HistogramOptions, linearIndexMax, log2IndexMax, starsMax } from './histogram/slots.ts';
export { writeBytes } from './output.ts';
export {
  forgetSymbols,
  ksym,
  ksymname,
  SymbolCache,
  type SymbolFormat,
  sym,
  type UserSymbolFormat,
} from './symbols.ts';
export { type ContainerFilter, filterByContainers } from './system/containers.ts';
export { onlineCpus, possibleCpuList } from './system/cpus.ts';
export { interrupted } from './system/interrupted.ts';
export { detectLanguage } from './system/languages.ts';
export { type HeldCommand, runCommand } from './system/run-command.ts';
export { rewriteStrcmp } from './system/strcmp.ts';
export { syscallName, syscallNames } from './system/syscalls.ts';
export { TcpFlag, tcpFlagsToString, tcpState, tcpStateToString } from './system/tcp.ts';
export { ArrayTable, IndexedTable, RedirectTable } from './table/array-table.ts';
export {
  CgroupArrayTable,
  type Descriptor,
  MapInMapTable,
  PerfArrayTable,
  ProgArrayTable,
} from './table/descriptor-tables.ts';
export type { EventStreamOptions } from './table/event-stream.ts';
export {
  type PerfBufferOptions,
  type PerfCallback,
  PerfOutputTable,
  RingBufTable,
  type RingCallback,
} from './table/event-tables.ts';
export { HashTable } from './table/hash-table.ts';
export { KeyedTable } from './table/keyed-table.ts';
export type { OpenTableOptions } from './table/open-table.ts';
export { PerCpuArrayTable, PerCpuHashTable, type Reducer } from './table/per-cpu-tables.ts';
export { QueueStackTable } from './table/queue-table.ts';
export { maxStackDepth, StackTraceTable } from './table/stack-trace-table.ts';
export { Table, type TableOptions } from './table/table.ts';
export type { AnyTable, TableFor } from './table/table-types.ts';
export type { TextForm } from './table/values.ts';
export type { TraceFields } from './trace-fields.ts';
export type { UsdtProbe } from './usdt/probes.ts';
export { USDT, type UsdtOptions, type UsdtUse } from './usdt/usdt.ts';
export { UsdtError } from './usdt/usdt-error.ts';
export { version } from './version.ts';
