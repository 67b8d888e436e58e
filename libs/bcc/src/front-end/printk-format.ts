/** Flags, width, precision, length, conversion. */
const conversions = /%([-+ #0]*)(\d+|\*)?(\.(?:\d+|\*)?)?(hh?|ll?|[qjztL])?(.)?/g;
const known = /^[diuxXcsp%]$/;
/** A character beyond ASCII, as the preprocessed text has it: as octal escapes of its bytes. */
const beyondAscii = /\\[23][0-7]{2}/;

export interface FormatFault {
  /** The literal, and the offset in it. */
  piece: number;
  at: number;
  message: string;
}

/**
 * The first thing in a printk format, as its literals are written between quotes, that the kernel's
 * `bpf_trace_printk` does not know: it prints nothing at all then. Undefined when it prints.
 *
 * @param limited Whether the kernel is older than 5.13, which knows less.
 */
export function unprintable(literals: readonly string[], limited: boolean): FormatFault | undefined {
  let strings = 0;
  for (const [piece, literal] of literals.entries()) {
    if (beyondAscii.test(literal)) {
      return { piece, at: 0, message: refused('characters beyond ASCII', 'write it in ASCII') };
    }
    for (const { 0: whole, 1: flags = '', 2: width, 3: precision, 4: length, 5: letter, index } of literal.matchAll(
      conversions,
    )) {
      const advice =
        ofLetter(letter, length) ??
        ofShape(flags, width, precision) ??
        (limited ? ofOldKernel(flags, width, letter) : undefined) ??
        (limited && letter === 's' && strings++ > 0 ? 'one %s is all that kernels before 5.13 print' : undefined);
      if (advice !== undefined) {
        const end = letter === undefined || letter === '"';
        return { piece, at: index, message: refused(end ? '%' : whole, advice) };
      }
    }
  }
  return undefined;
}

function ofLetter(letter: string | undefined, length: string | undefined): string | undefined {
  if (letter === undefined || letter === '"') return 'a conversion follows it (a percent sign itself is %%)';
  if (/[feEgGaA]/.test(letter)) return 'there are no floating point numbers in BPF: print parts as integers with %d';
  if (letter === 'o') return 'print octal numbers in hexadecimal with %x';
  if (!known.test(letter)) return 'it knows %d %i %u %x %X %c %s %p and these with l and ll';
  if (length === undefined) return undefined;
  if (!/^ll?$/.test(length)) return `leave out the ${length}: only l and ll are known`;
  return /[csp%]/.test(letter) ? `leave out the ${length}` : undefined;
}

function ofShape(flags: string, width: string | undefined, precision: string | undefined): string | undefined {
  if (flags.includes('#')) return 'without the # it prints';
  return precision !== undefined || width === '*' ? 'it takes a width in digits, and no precision' : undefined;
}

function ofOldKernel(flags: string, width: string | undefined, letter: string | undefined): string | undefined {
  if (flags !== '' || width !== undefined) return 'kernels before 5.13 know no width';
  if (/[cX%]/.test(letter ?? '')) return 'kernels before 5.13 know only %d %i %u %x %s %p and these with l and ll';
  return undefined;
}

function refused(what: string, advice: string): string {
  return `bpf_trace_printk prints nothing with ${what} in its format: ${advice}`;
}
