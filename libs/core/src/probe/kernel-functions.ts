import { quote } from '../errors.ts';
import { features } from '../features.ts';
import { allLines, linesWith, textPieces } from '../kernel-text.ts';
import type { NamePattern } from './name-pattern.ts';
import type { KernelFunctionPlace, PlaceSelection } from './place.ts';
import { ProbeError } from './probe-spec.ts';

/** The kernel's lists, in pieces that end where lines do; undefined where one cannot be read. */
export interface KernelLists {
  /** /proc/kallsyms */
  readonly symbols: Iterable<Buffer> | undefined;
  /** tracefs available_filter_functions */
  readonly traceable: Iterable<Buffer> | undefined;
  /** tracefs available_filter_functions_addrs, Linux 6.5 */
  readonly traceableAddresses: Iterable<Buffer> | undefined;
  /** debugfs kprobes/blacklist */
  readonly blacklist: Iterable<Buffer> | undefined;
}

/** The running kernel's. Nothing is read before it is asked for: making them up costs the kernel time. */
export function kernelLists(): KernelLists {
  const tracefs = features.tracefs();
  return {
    symbols: textPieces('/proc/kallsyms'),
    traceable: textPieces(`${tracefs}/available_filter_functions`),
    traceableAddresses: textPieces(`${tracefs}/available_filter_functions_addrs`),
    blacklist: textPieces('/sys/kernel/debug/kprobes/blacklist'),
  };
}

interface KernelSymbol {
  name: string;
  module: string | undefined;
  address: bigint;
}

/** How far after its first instruction a function calls ftrace: at once, or after a landing pad. */
const FTRACE_OFFSETS = process.arch === 'arm64' ? [0n, 4n, 8n] : [0n, 4n];

/** Names that are markers of the kernel's own machinery, or run inside of the probes themselves. */
const MACHINERY = /^(?:_kbl_addr_|perf_|__perf|__SCT__)/;

/**
 * The functions of the kernel and its modules that match, and that it lets probes be attached to. Names that several
 * functions have give each of them; an address with several names counts once. Variants the compiler made
 * (`name.isra.0`) match as what they are called.
 * @throws ProbeError when nothing is left.
 */
export function kernelFunctions(pattern: NamePattern, lists: KernelLists = kernelLists()): PlaceSelection {
  if (lists.symbols === undefined)
    throw new ProbeError('cannot list the kernel functions: /proc/kallsyms is not readable');
  const { symbols, marks } = findSymbols(lists.symbols, pattern);
  const leftOut = new Map<string, number>();
  const places: KernelFunctionPlace[] = [];
  const seen = new Set<bigint>();
  const judge = judgeOf(lists, marks, pattern);
  for (const symbol of symbols) {
    if (symbol.address !== 0n && seen.has(symbol.address)) continue;
    const reason =
      judge(symbol) ?? (!pattern.exact && MACHINERY.test(symbol.name) ? 'part of tracing itself' : undefined);
    if (reason !== undefined) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    else {
      seen.add(symbol.address);
      places.push({ kind: 'kernel', ...symbol });
    }
  }
  if (places.length === 0) throw nothing(pattern, lists.symbols, leftOut);
  return { places, leftOut };
}

/** Symbols between which nothing can be probed. */
const MARKS: readonly (readonly [begin: string, end: string])[] = [
  ['__init_begin', '__init_end'],
  ['__irqentry_text_start', '__irqentry_text_end'],
];

/** The functions that match, and the addresses of {@link MARKS}. */
function findSymbols(text: Iterable<Buffer>, pattern: NamePattern) {
  const symbols: KernelSymbol[] = [];
  const marks = new Map<string, bigint>();
  for (const piece of text) {
    for (const line of linesOf([piece], ' ', pattern)) {
      const [, address, name = '', module] = SYMBOL_LINE.exec(line) ?? [];
      if (address && pattern.matches(name)) symbols.push({ name, module, address: BigInt(`0x${address}`) });
    }
    for (const mark of MARKS.flat()) {
      for (const line of marks.has(mark) ? [] : linesWith(piece, ` ${mark}\n`)) {
        marks.set(mark, BigInt(`0x${line.split(' ', 1)}`));
      }
    }
  }
  return { symbols, marks };
}

const SYMBOL_LINE = /^([0-9a-f]+) [tTwW] (\S+)(?:\t\[(\S+)\])?$/;

/** Why a function cannot be probed, undefined when it can. */
function judgeOf(
  lists: KernelLists,
  marks: ReadonlyMap<string, bigint>,
  pattern: NamePattern,
): (symbol: KernelSymbol) => string | undefined {
  const forbidden = forbiddenRanges(lists, marks);
  const traceable = traceableTest(lists, pattern);
  return (symbol) => {
    const { name, address } = symbol;
    if (/\.cold(\.\d+)?$/.test(name)) return 'cold parts of functions, which nothing calls';
    if (address !== 0n && forbidden.some(([from, to]) => address >= from && address < to)) {
      return 'probes are forbidden there';
    }
    return traceable(symbol) ? undefined : 'not traceable';
  };
}

function traceableTest(lists: KernelLists, pattern: NamePattern): (symbol: KernelSymbol) => boolean {
  const { traceableAddresses } = lists;
  if (traceableAddresses !== undefined) {
    const addresses = new Set<bigint>();
    const names = new Set<string>();
    for (const line of linesOf(traceableAddresses, ' ', pattern)) {
      const [address, name = ''] = line.split(' ', 2);
      if (!pattern.matches(name)) continue;
      addresses.add(BigInt(`0x${address}`));
      names.add(name);
    }
    // Where addresses are hidden, they are zeros in both lists.
    return ({ address, name }) =>
      address === 0n ? names.has(name) : FTRACE_OFFSETS.some((offset) => addresses.has(address + offset));
  }
  const { traceable } = lists;
  if (traceable === undefined) return () => true;
  const lines = new Set<string>();
  for (const line of linesOf(traceable, '\n', pattern)) if (pattern.matches(line.split(' ', 1)[0]!)) lines.add(line);
  return ({ name, module }) => lines.has(module === undefined ? name : `${name} [${module}]`);
}

/** The lines in which a name can match: those that have the part of the pattern before its first wildcard. */
function* linesOf(text: Iterable<Buffer>, before: ' ' | '\n', { prefix }: NamePattern): Generator<string> {
  for (const piece of text) yield* prefix === '' ? allLines(piece) : linesWith(piece, before + prefix);
}

/** Where the kernel forbids probes, and code that is gone after the start. */
function forbiddenRanges({ blacklist = [] }: KernelLists, marks: ReadonlyMap<string, bigint>): [bigint, bigint][] {
  const ranges: [bigint, bigint][] = [];
  for (const piece of blacklist) {
    for (const match of piece.toString('latin1').matchAll(/^0x([0-9a-f]+)-0x([0-9a-f]+)/gm)) {
      ranges.push([BigInt(`0x${match[1]}`), BigInt(`0x${match[2]}`)]);
    }
  }
  for (const [begin, end] of MARKS) ranges.push([marks.get(begin) ?? 0n, marks.get(end) ?? 0n]);
  return ranges.filter(([from, to]) => to > from);
}

function nothing(pattern: NamePattern, symbols: Iterable<Buffer>, leftOut: ReadonlyMap<string, number>): ProbeError {
  const name = quote(pattern.text);
  const [reason] = leftOut.keys();
  if (reason !== undefined) {
    const total = [...leftOut.values()].reduce((sum, count) => sum + count, 0);
    const which = pattern.exact
      ? `probe the kernel function ${name}`
      : `probe any of the ${total} kernel functions that match '${name}'`;
    return new ProbeError(
      `cannot ${which}: ${leftOut.size === 1 ? reason : [...leftOut].map(([why, count]) => `${count} ${why}`).join(', ')}`,
    );
  }
  const variant = pattern.exact ? variantOf(pattern.text, symbols) : undefined;
  if (variant) return new ProbeError(`no kernel function ${name}, only ${variant}, which the compiler has changed`);
  return new ProbeError(`no kernel function matches '${name}'`);
}

/** What the compiler made of a function that is there under no other name. */
function variantOf(name: string, symbols: Iterable<Buffer>): string | undefined {
  for (const piece of symbols) {
    for (const line of linesWith(piece, ` ${name}.`)) {
      const [, , found] = SYMBOL_LINE.exec(line) ?? [];
      if (found?.startsWith(`${name}.`)) return found;
    }
  }
  return undefined;
}
