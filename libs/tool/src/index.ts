export { readIterator, Text } from '@bcc-ts/core';
export { allocatorFunctions } from './allocator-functions.ts';
export { blockDevices, diskOption } from './block-devices.ts';
export { type Cell, printable, type TextLike } from './cell.ts';
export { Clock, EventTime } from './clock.ts';
export type { Column } from './column.ts';
export {
  type AttachContext,
  defineTool,
  type Example,
  type SetupContext,
  type Tool,
  type ToolDeclaration,
  type ToolOptions,
} from './declaration.ts';
export { type DirectoryIdentity, directoryIdentity } from './directory-identity.ts';
export { cutToWidth, displayWidth, padToWidth } from './display-width.ts';
export { DnsCache, type DnsName, dnsNameInWords } from './dns-answer.ts';
export type { Environment } from './environment.ts';
export { errnameOption, errorColumn, errorFields } from './error-column.ts';
export { errorName, errorNumber } from './error-names.ts';
export type { EventContext, EventOf, EventsShape } from './events.ts';
export type { HistogramContext, HistogramSection, HistogramShape } from './histogram.ts';
export { type HistogramRow, linearLines, linearRows, log2Lines, log2Rows } from './histogram-rows.ts';
export { inetAddress } from './inet-address.ts';
export { inetOptions, localPortsOption, remotePortsOption } from './inet-filter.ts';
export { everySecondAndCount, intervalAndCount } from './interval-options.ts';
export type { JsonValue } from './json.ts';
export { type LatencySum, type LatencyUnit, latencyFields, latencySummary, unitOf } from './latency-sums.ts';
export { attachFunctions, type LibraryFunction } from './library-functions.ts';
export { loadAverageLines } from './load-average.ts';
export { memoryInfo } from './memory-info.ts';
export { openFlag, openFlags } from './open-flags.ts';
export { integerIn, listOf, nonNegativeInteger, positiveInteger, positiveU64, powerOfTwo } from './option-parsers.ts';
export type { OptionSpec, OptionSpecs, OptionValues, PositionalSpecs } from './option-spec.ts';
export { type ListedBlock, outstandingBlocks } from './outstanding-blocks.ts';
export { attachProbes, openProbes, type ProbesOptions, probeOptions, probesPreamble } from './probes.ts';
export { type Pattern, regularExpression } from './regular-expression.ts';
export { requestFlags } from './request-flags.ts';
export { runTool } from './run-tool.ts';
export { checkCpu, sampleCpus } from './sampling.ts';
export {
  bufferPagesOption,
  commOption,
  durationOption,
  execOption,
  maxRowsOption,
  patternOption,
  pidOption,
  tidOption,
  u64Option,
  uidOption,
  userOption,
} from './shared-options.ts';
export { shellWords } from './shell-words.ts';
export { kibColumn } from './size-columns.ts';
export type { Frame as StackFrame } from './stack-frames.ts';
export { hashStorageOption, stackOptions, stackStorageOption } from './stack-options.ts';
export { frameText } from './stack-report.ts';
export type { StacksContext, StacksShape } from './stacks.ts';
export { systemCallOptions } from './system-call-filter.ts';
export { type CallAbi, SystemCalls } from './system-calls.ts';
export type { TableContext, TableSection, TableShape } from './table.ts';
export { pinnedFilters } from './task-filter.ts';
export { onlyProcesses, stacksInWords, threadKindOptions, threadOptions, threadsInWords } from './thread-options.ts';
export { clockColumn, elapsedColumn, sinceFirstColumn } from './time-columns.ts';
export { ToolError, UsageError } from './usage-error.ts';
export { attachToFiles, filesInUse, hasFunction, programsInUse, type UserFunction } from './user-functions.ts';
export { userId } from './user-id.ts';
export { version } from './version.ts';
export { walkedPath } from './walked-path.ts';
