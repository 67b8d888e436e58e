/** A regular expression that a whole name must match, as Python's `re.fullmatch`; text is taken as its source. */
export type NamePattern = RegExp | string;

/** @throws Error that names the pattern when it is not a regular expression. */
export function wholeName(pattern: NamePattern): (name: string) => boolean {
  const [source, flags] = typeof pattern === 'string' ? [pattern, ''] : [pattern.source, pattern.flags];
  let expression: RegExp;
  try {
    // Python's named groups and possessive forms are rare in probe patterns; what is left reads the same.
    expression = new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));
  } catch (error) {
    throw new Error(`not a regular expression: ${source} (${(error as Error).message})`, { cause: error });
  }
  return (name) => expression.test(name);
}
