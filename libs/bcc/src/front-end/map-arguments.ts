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

/** What is wrong with an argument that was marked: undefined for others, and when it is large enough. */
export function sizeMismatch(
  marked: Node,
): { argument: Node; part: 'key' | 'value'; has: number; needs: number } | undefined {
  const [left, argument] = children(marked);
  if (!left || !argument) return undefined;
  const cast = unwrapped(left);
  const mark = cast.kind === 'CStyleCastExpr' && children(cast)[0] ? unwrapped(children(cast)[0]!) : undefined;
  const [, part, has, needs] =
    /^struct __bcc_(key|value) \(\*\)\[(\d+)\]\[(\d+)\]$/.exec(mark ? typeText(mark) : '') ?? [];
  if (part === undefined || Number(has) >= Number(needs)) return undefined;
  return { argument, part: part as 'key' | 'value', has: Number(has), needs: Number(needs) };
}

/** The arguments of helpers, after the map, that are addresses of a key or value. */
export const addressArguments: Record<string, readonly ('key' | 'value')[]> = {
  bpf_map_lookup_elem: ['key'],
  bpf_map_update_elem: ['key', 'value'],
  bpf_map_delete_elem: ['key'],
  bpf_map_push_elem: ['value'],
};

/** In what the methods that look up or initialise become: the variable with the key's address. */
export const keyVariable = '__bcc_k';

/** The number that stands where an address should; undefined where an address stands, or a cast says it is one. */
export function numberAsAddress(argument: Node): Node | undefined {
  let isNumber = false;
  let node: Node | undefined = argument;
  while (node && (node.kind === 'ImplicitCastExpr' || node.kind === 'ParenExpr')) {
    isNumber ||= node.castKind === 'IntegralToPointer' || node.castKind === 'NullToPointer';
    node = children(node)[0];
  }
  return isNumber ? node : undefined;
}
