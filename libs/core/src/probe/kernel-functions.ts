import { readFileSync } from 'node:fs';
import { quote } from '../errors.ts';
import { features } from '../features.ts';
import type { NamePattern } from './name-pattern.ts';
import type { KernelFunctionPlace, PlaceSelection } from './place.ts';
import { ProbeError } from './probe-spec.ts';

/** The kernel's lists, as text; undefined where one cannot be read. */
export interface KernelLists {
  /** /proc/kallsyms */
  readonly symbols: string | undefined;
  /** tracefs available_filter_functions */
  readonly traceable: string | undefined;
  /** tracefs available_filter_functions_addrs, Linux 6.5 */
  readonly traceableAddresses: string | undefined;
  /** debugfs kprobes/blacklist */
  readonly blacklist: string | undefined;
}

/** The running kernel's, each read when it is first asked for: making them up costs the kernel time. */
export function kernelLists(): KernelLists {
  const tracefs = features.tracefs();
  const read = (path: string) => {
    let text: string | undefined;
    let known = false;
    return () => {
      if (!known) text = readText(path);
      known = true;
      return text;
    };
  };
  const symbols = read('/proc/kallsyms');
  const traceable = read(`${tracefs}/available_filter_functions`);
  const traceableAddresses = read(`${tracefs}/available_filter_functions_addrs`);
  const blacklist = read('/sys/kernel/debug/kprobes/blacklist');
  return {
    get symbols() {
      return symbols();
    },
    get traceable() {
      return traceable();
    },
    get traceableAddresses() {
      return traceableAddresses();
    },
    get blacklist() {
      return blacklist();
    },
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
  const symbols = findSymbols(lists.symbols, pattern);
  const leftOut = new Map<string, number>();
  const places: KernelFunctionPlace[] = [];
  const seen = new Set<bigint>();
  const judge = judgeOf(lists, pattern);
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

function findSymbols(symbols: string, pattern: NamePattern): KernelSymbol[] {
  const found: KernelSymbol[] = [];
  for (const line of linesWith(symbols, pattern)) {
    const [, address, name = '', module] = SYMBOL_LINE.exec(line) ?? [];
    if (address && pattern.matches(name)) found.push({ name, module, address: BigInt(`0x${address}`) });
  }
  return found;
}

const SYMBOL_LINE = /^([0-9a-f]+) [tTwW] (\S+)(?:\t\[(\S+)\])?$/;

/**
 * The lines in which a name can match: those that have the part of the pattern before its first wildcard after a blank.
 * The lists have 100,000 lines and more, and looking at each takes longer than attaching.
 */
function* linesWith(text: string, pattern: NamePattern): Generator<string> {
  const { prefix } = pattern;
  if (prefix === '') {
    yield* text.split('\n');
    return;
  }
  const wanted = ` ${prefix}`;
  for (let at = text.indexOf(wanted); at >= 0; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end;
    yield text.slice(text.lastIndexOf('\n', at) + 1, next);
    at = text.indexOf(wanted, next);
  }
}

/** Why a function cannot be probed, undefined when it can. */
function judgeOf(lists: KernelLists, pattern: NamePattern): (symbol: KernelSymbol) => string | undefined {
  const forbidden = forbiddenRanges(lists);
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
    for (const line of linesWith(traceableAddresses, pattern)) {
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
  return ({ name, module }) => {
    const line = module === undefined ? `\n${name}\n` : `\n${name} [${module}]\n`;
    return traceable.includes(line) || traceable.startsWith(line.slice(1));
  };
}

/** Where the kernel forbids probes, and code that is gone after the start. */
function forbiddenRanges({ blacklist, symbols = '' }: KernelLists): [bigint, bigint][] {
  const ranges: [bigint, bigint][] = [];
  for (const match of blacklist?.matchAll(/^0x([0-9a-f]+)-0x([0-9a-f]+)/gm) ?? []) {
    ranges.push([BigInt(`0x${match[1]}`), BigInt(`0x${match[2]}`)]);
  }
  for (const [begin, end] of [
    ['__init_begin', '__init_end'],
    ['__irqentry_text_start', '__irqentry_text_end'],
  ]) {
    ranges.push([addressOf(symbols, begin!), addressOf(symbols, end!)]);
  }
  return ranges.filter(([from, to]) => to > from);
}

/** 0 when there is no such symbol. */
function addressOf(symbols: string, name: string): bigint {
  const at = symbols.indexOf(` ${name}\n`);
  return at < 0 ? 0n : BigInt(`0x${symbols.slice(symbols.lastIndexOf('\n', at) + 1, at - 2)}`);
}

function nothing(pattern: NamePattern, symbols: string, leftOut: ReadonlyMap<string, number>): ProbeError {
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
  const variant = pattern.exact
    ? new RegExp(`^[0-9a-f]+ [tTwW] (${RegExp.escape(pattern.text)}\\.\\S+)`, 'm').exec(symbols)?.[1]
    : undefined;
  if (variant) return new ProbeError(`no kernel function ${name}, only ${variant}, which the compiler has changed`);
  return new ProbeError(`no kernel function matches '${name}'`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
