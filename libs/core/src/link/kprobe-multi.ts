import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt } from '../errors.ts';
import { features } from '../features.ts';
import { explainKprobe } from './kprobe.ts';

export interface KprobesOptions {
  retprobe?: boolean;
  /** One for each function, read with `bpf_get_attach_cookie`. */
  cookies?: BigUint64Array;
}

/**
 * Attaches to many kernel functions: with one link where the kernel can, else one by one, which takes about a tenth of
 * a millisecond each to attach and more to detach. The program's section is `kprobe.multi` or `kretprobe.multi`.
 *
 * Functions that cannot be probed are left out; an error only when none is left.
 */
export function attachKprobes(program: BpfProgram, symbols: string[], options: KprobesOptions = {}): BpfLink[] {
  const kind = options.retprobe ? 'kretprobes' : 'kprobes';
  if (symbols.length > 0 && features.kprobeMulti()) {
    try {
      return [program.attachKprobeMulti({ symbols, ...options })];
    } catch {
      // One function that cannot be probed fails them all: find out below which ones can.
    }
  }
  return attempt(
    `attach ${kind} to ${symbols.length} functions`,
    () => attachOneByOne(program, symbols, options),
    (error) => explainKprobe(error, symbols[0] ?? ''),
  );
}

function attachOneByOne(
  program: BpfProgram,
  symbols: string[],
  { retprobe = false, cookies }: KprobesOptions,
): BpfLink[] {
  const links: BpfLink[] = [];
  let first: unknown;
  symbols.forEach((symbol, i) => {
    const cookie = cookies?.[i];
    try {
      links.push(program.attachKprobe({ symbol, retprobe, ...(cookie === undefined ? {} : { cookie }) }));
    } catch (error) {
      first ??= error;
    }
  });
  if (links.length === 0 && first) throw first;
  return links;
}
