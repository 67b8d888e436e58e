/** Where a USDT probe finds one of its arguments. */
export interface UsdtArgument {
  /** Bytes: 1, 2, 4 or 8. */
  readonly size: number;
  readonly signed: boolean;
  /** A floating-point number. */
  readonly float: boolean;
  readonly place:
    | { readonly kind: 'constant'; readonly value: bigint }
    | { readonly kind: 'register'; readonly register: string }
    /** The value lies at `displacement + base + index * scale`; with a symbol its address is added. */
    | {
        readonly kind: 'memory';
        readonly base: string | undefined;
        readonly index: string | undefined;
        readonly scale: number;
        readonly displacement: bigint;
        readonly symbol: string | undefined;
      }
    /** A form that is not known; the text is kept. */
    | { readonly kind: 'unknown' };
  /** As it stands in the file. */
  readonly text: string;
}

/** The arguments in the format string of a note, for example `8@%rdi -4@$5 4@-8(%rbp)` or `8@[sp, 16]`. */
export function parseUsdtArguments(format: string): UsdtArgument[] {
  // Spaces separate, except within brackets and parentheses.
  const words = format.match(/(?:\[[^\]]*\]?|\([^)]*\)?|[^\s[(])+/g) ?? [];
  return words.map(parseArgument);
}

function parseArgument(text: string): UsdtArgument {
  const match = /^(-?)([1248])(f?)@(.*)$/s.exec(text);
  if (!match) return { size: 8, signed: false, float: false, place: { kind: 'unknown' }, text };
  const [, sign, size, float, operand] = match;
  return { size: Number(size), signed: sign === '-', float: float === 'f', place: placeOf(operand!), text };
}

function placeOf(operand: string): UsdtArgument['place'] {
  const constant = /^[$#]?(-?(?:0x[0-9a-fA-F]+|\d+))$/.exec(operand);
  if (constant) return { kind: 'constant', value: integer(constant[1]!) };
  const register = /^%?([a-zA-Z][a-zA-Z0-9]*)$/.exec(operand);
  if (register) return { kind: 'register', register: register[1]! };
  return x86Memory(operand) ?? armMemory(operand) ?? { kind: 'unknown' };
}

/** `disp(%base,%index,scale)`, `symbol+disp(%rip)`. */
function x86Memory(operand: string): UsdtArgument['place'] | undefined {
  const pattern =
    /^(?:([A-Za-z_.$][\w.$@]*)?([-+]?(?:0x[0-9a-fA-F]+|\d+))?(?:([-+]\d+))?)\((?:%(\w+))?(?:,\s*%(\w+)(?:,\s*([1248]))?)?\)$/;
  const match = pattern.exec(operand);
  if (!match || (!match[4] && !match[5])) return undefined;
  return {
    kind: 'memory',
    base: match[4],
    index: match[5],
    scale: Number(match[6] ?? 1),
    displacement: integer(match[2] ?? '0') + integer(match[3] ?? '0'),
    symbol: match[1],
  };
}

/** `[sp, 16]`, `[x0]`, `[x0, x1, lsl 3]`. */
function armMemory(operand: string): UsdtArgument['place'] | undefined {
  const match =
    /^\[(\w+)(?:,\s*#?(-?(?:0x[0-9a-fA-F]+|\d+))|,\s*([a-z]\w*)(?:,\s*(?:lsl|sxtw|uxtw)\s*#?([0-3])?)?)?\]$/.exec(
      operand,
    );
  if (!match) return undefined;
  return {
    kind: 'memory',
    base: match[1],
    index: match[3],
    scale: 1 << Number(match[4] ?? 0),
    displacement: integer(match[2] ?? '0'),
    symbol: undefined,
  };
}

function integer(text: string): bigint {
  const negative = text.startsWith('-');
  const value = BigInt(text.replace(/^[-+]/, ''));
  return negative ? -value : value;
}
