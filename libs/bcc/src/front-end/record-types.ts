import { children, type Node, uncast, unwrapped } from './ast.ts';
import { calleeName } from './pointers.ts';

/** The type of what is reserved in a ring buffer is that of the pointer it is assigned to. */
export function noteReserved(types: Map<string, string>, target: Node, value: Node): void {
  const call = uncast(value);
  if (call.kind !== 'CallExpr' || calleeName(call) !== 'bpf_ringbuf_reserve') return;
  const argument = children(call)[1];
  const reference = argument && uncast(argument);
  const map = reference?.kind === 'UnaryOperator' ? unwrapped(children(reference)[0]!).referencedDecl?.name : undefined;
  note(types, map, target.type?.qualType);
}

/** The type of what is submitted is that of the pointer, without casts. */
export function noteRecord(types: Map<string, string>, map: string | undefined, data: Node | undefined): void {
  if (data) note(types, map, uncast(data).type?.qualType);
}

function note(types: Map<string, string>, map: string | undefined, pointer: string | undefined): void {
  const type = pointer
    ?.replace(/\b(?:const|volatile)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (map === undefined || !type?.endsWith('*')) return;
  const pointee = type.slice(0, -1).trim();
  if (!/^(?:(?:struct|union) )?[A-Za-z_]\w*$/.test(pointee) || /^(?:void|char|unsigned|signed)$/.test(pointee)) return;
  const before = types.get(map);
  if (before === undefined || (!before.startsWith('struct') && pointee.startsWith('struct'))) types.set(map, pointee);
}
