import { children, type Node, typeText, unwrapped } from './ast.ts';
import type { Token } from './lexer.ts';
import { memberAliases } from './member-aliases.ts';

/**
 * The kernel reads as many bytes of a key or value as the table's type has, whatever variable it was given. So that the
 * compiler says how large both are, the argument is preceded by a cast whose type has the two sizes as bounds.
 */
export function sizeMark(part: 'key' | 'value', argument: string, map: string): string {
  return `((void)(struct __bcc_${part} (*)[sizeof(*(${argument}))][sizeof(*${map}.${part})])0, `;
}

/** Whether an argument is the address of a variable, member or element, which may be written twice. */
export function isPlainAddress(tokens: readonly Token[]): boolean {
  const [first, ...rest] = tokens;
  return (
    first?.text === '&' &&
    rest.length > 0 &&
    rest.every(
      ({ kind, text }) =>
        (kind === 'identifier' && !Object.hasOwn(memberAliases, text)) ||
        kind === 'number' ||
        /^(?:\.|->|\[|\])$/.test(text),
    )
  );
}

/** What is wrong with an argument of a table's method, said of its text. */
export interface ArgumentFault {
  argument: Node;
  message: (text: string) => string;
}

const bytes = (count: number): string => `${count} byte${count === 1 ? '' : 's'}`;

/** Of an argument that was marked: a key or value that is smaller than the table's type would be read past its end. */
export function tooSmall(marked: Node): ArgumentFault | undefined {
  const [left, argument] = children(marked);
  if (!left || !argument) return undefined;
  const cast = unwrapped(left);
  const mark = cast.kind === 'CStyleCastExpr' && children(cast)[0] ? unwrapped(children(cast)[0]!) : undefined;
  const [, part, has, needs] =
    /^struct __bcc_(key|value) \(\*\)\[(\d+)\]\[(\d+)\]$/.exec(mark ? typeText(mark) : '') ?? [];
  if (part === undefined || Number(has) >= Number(needs)) return undefined;
  const message = (text: string) =>
    `${text} is ${bytes(Number(has))} long, but the ${part}s of this table are ${bytes(Number(needs))}: the kernel would read past it (give both the same type)`;
  return { argument, message };
}

type Part = 'key' | 'value' | 'record';

/** The arguments of helpers that are addresses of a key, value or record, by their place. */
const addressArguments: Record<string, readonly [place: number, part: Part][]> = {
  bpf_map_lookup_elem: [[1, 'key']],
  bpf_map_update_elem: [
    [1, 'key'],
    [2, 'value'],
  ],
  bpf_map_delete_elem: [[1, 'key']],
  bpf_map_push_elem: [[1, 'value']],
  bpf_perf_event_output: [[3, 'record']],
  bpf_ringbuf_output: [[1, 'record']],
};

/** Of the arguments a helper is called with. */
export function numberInCall(helper: string, args: readonly Node[]): ArgumentFault | undefined {
  if (!Object.hasOwn(addressArguments, helper)) return undefined;
  for (const [place, part] of addressArguments[helper]!) {
    const fault = numberAsAddress(args[place], part);
    if (fault) return fault;
  }
  return undefined;
}

/** Of the variable that holds the key's address, in what the methods that look up or initialise become. */
export function numberInKey({ name, inner }: Node): ArgumentFault | undefined {
  return name === '__bcc_k' ? numberAsAddress(inner?.at(-1) ?? undefined, 'key') : undefined;
}

/** The compiler takes a number for an address, and the verifier's word for it names no argument. */
function numberAsAddress(argument: Node | undefined, part: Part): ArgumentFault | undefined {
  let isNumber = false;
  let node = argument;
  while (node && (node.kind === 'ImplicitCastExpr' || node.kind === 'ParenExpr')) {
    isNumber ||= node.castKind === 'IntegralToPointer' || node.castKind === 'NullToPointer';
    node = children(node)[0];
  }
  if (!isNumber || !node) return undefined;
  const message = (text: string) => {
    const pass = /^[A-Za-z_]\w*$/.test(text) ? `&${text}` : 'that of a variable';
    return `${text} is a number, where the address of a ${part} is needed (pass ${pass})`;
  };
  return { argument: node, message };
}
