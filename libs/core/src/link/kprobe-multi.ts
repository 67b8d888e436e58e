import type { BpfLink, BpfProgram, NativeError } from '@bcc-ts/native';
import { AttachType } from '../constants.ts';
import { attempt, isNativeError } from '../errors.ts';
import { features } from '../features.ts';
import { explainKprobe } from './kprobe.ts';

export interface KprobesOptions {
  retprobe?: boolean;
  /** One for each function: where several have the same name, it is the one meant. */
  addresses?: BigUint64Array;
  /** One for each function, read with `bpf_get_attach_cookie`. */
  cookies?: BigUint64Array;
  /** Called with the index of each function that cannot be probed. */
  onLeftOut?: (index: number) => void;
}

interface Target {
  index: number;
  symbol: string;
  address: bigint | undefined;
  cookie: bigint | undefined;
}

type Report = (target: Target) => void;

/**
 * Attaches to many kernel functions: with one link where the kernel can, else one by one, which takes about a tenth of
 * a millisecond each to attach and more to detach. The program's section is `kprobe.multi` or `kretprobe.multi`.
 *
 * Functions that cannot be probed are left out; it is an error only when none is left.
 */
export function attachKprobes(program: BpfProgram, symbols: string[], options: KprobesOptions = {}): BpfLink[] {
  const { retprobe = false, addresses, cookies, onLeftOut = () => {} } = options;
  const targets = symbols.map((symbol, index) => ({
    index,
    symbol,
    address: addresses?.[index] || undefined,
    cookie: cookies?.[index],
  }));
  const leftOut: Report = ({ index }) => onLeftOut(index);
  const many = program.expectedAttachType === AttachType.kprobeMulti;
  return attempt(
    `attach ${retprobe ? 'kretprobes' : 'kprobes'} to ${symbols.length} functions`,
    () =>
      many ? attachTogether(program, targets, retprobe, leftOut) : attachOneByOne(program, targets, retprobe, leftOut),
    (error) => explainKprobe(error, symbols[0] ?? ''),
  );
}

/** Before load: where the kernel has no such link, makes it an ordinary kprobe program. */
export function chooseKprobeKind(program: BpfProgram): void {
  if (program.autoload && program.expectedAttachType === AttachType.kprobeMulti && !features.kprobeMulti()) {
    program.expectedAttachType = 0;
  }
}

/** One function that cannot be probed fails its whole group, so groups that fail are halved. */
function attachTogether(program: BpfProgram, targets: Target[], retprobe: boolean, leftOut: Report): BpfLink[] {
  const links: BpfLink[] = [];
  let groups = [targets];
  let first: NativeError | undefined;
  for (let group = groups.pop(); group; group = groups.pop()) {
    try {
      if (group.length > 0) links.push(program.attachKprobeMulti(multiOptions(group, retprobe)));
    } catch (error) {
      if (!isNativeError(error) || !isUnprobeable(error)) throw error;
      const possible = first ? group : traceable(group);
      first ??= error;
      if (possible.length < group.length) {
        const kept = new Set(possible);
        group.filter((target) => !kept.has(target)).forEach(leftOut);
        groups = [possible];
      } else if (group.length > 1) groups.push(group.slice(group.length / 2), group.slice(0, group.length / 2));
      else group.forEach(leftOut);
    }
  }
  if (links.length === 0 && first) throw first;
  return links;
}

function multiOptions(group: Target[], retprobe: boolean) {
  const cookies = group.map(({ cookie }) => cookie ?? 0n);
  const addresses = group.map(({ address }) => address ?? 0n);
  return {
    ...(addresses.every((address) => address !== 0n)
      ? { addresses: BigUint64Array.from(addresses) }
      : { symbols: group.map(({ symbol }) => symbol) }),
    retprobe,
    ...(cookies.some((cookie) => cookie !== 0n) ? { cookies: BigUint64Array.from(cookies) } : {}),
  };
}

function isUnprobeable({ code }: NativeError): boolean {
  return ['EINVAL', 'ENOENT', 'ESRCH', 'EADDRNOTAVAIL', 'EILSEQ'].includes(code);
}

function traceable(targets: Target[]): Target[] {
  const known = features.traceableFunctions(targets.map(({ symbol }) => symbol));
  return known ? targets.filter(({ symbol }) => known.has(symbol)) : targets;
}

function attachOneByOne(program: BpfProgram, targets: Target[], retprobe: boolean, leftOut: Report): BpfLink[] {
  const links: BpfLink[] = [];
  let first: unknown;
  for (const target of targets) {
    const { symbol, cookie } = target;
    try {
      links.push(program.attachKprobe({ symbol, retprobe, ...(cookie === undefined ? {} : { cookie }) }));
    } catch (error) {
      if (!isNativeError(error) || !isUnprobeable(error)) throw error;
      first ??= error;
      leftOut(target);
    }
  }
  if (links.length === 0 && first) throw first;
  return links;
}
