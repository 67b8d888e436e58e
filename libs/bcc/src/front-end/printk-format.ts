/** Flags, width, precision, length, conversion. */
const conversions = /%([-+ #0]*)(\d+|\*)?(\.(?:\d+|\*)?)?(hh?|ll?|[qjztL])?(.)?/g;
const known = /^[diuxXcsp%]$/;

/**
 * The first conversion of a printk format, as written between quotes, that no kernel's `bpf_trace_printk` knows: it
 * would print nothing at all then. Undefined when all may be used.
 */
export function unprintable(literal: string): { at: number; message: string } | undefined {
  for (const { 0: whole, 1: flags, 2: width, 3: precision, 4: length, 5: letter, index } of literal.matchAll(
    conversions,
  )) {
    if (letter === undefined || letter === '"') {
      return { at: index, message: refused('%', 'a conversion follows it (a percent sign itself is %%)') };
    }
    if (!known.test(letter)) {
      const instead = /[feEgGaA]/.test(letter)
        ? 'there are no floating point numbers in BPF: print parts as integers with %d'
        : letter === 'o'
          ? 'print octal numbers in hexadecimal with %x'
          : 'it knows %d %i %u %x %X %c %s %p and these with l and ll';
      return { at: index, message: refused(whole, instead) };
    }
    if (flags?.includes('#')) return { at: index, message: refused(whole, 'without the # it prints') };
    if (precision !== undefined || width === '*') {
      return { at: index, message: refused(whole, 'it takes a width in digits, and no precision') };
    }
    if (length !== undefined && !/^ll?$/.test(length)) {
      return { at: index, message: refused(whole, `leave out the ${length}: only l and ll are known`) };
    }
    if (length !== undefined && /[csp%]/.test(letter)) {
      return { at: index, message: refused(whole, `leave out the ${length}`) };
    }
  }
  return undefined;
}

function refused(conversion: string, advice: string): string {
  return `bpf_trace_printk prints nothing with ${conversion} in its format: ${advice}`;
}
