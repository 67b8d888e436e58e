/** The parts of clang's AST, as JSON, that the front-end reads. */
export interface Node {
  id?: string;
  kind?: string;
  name?: string;
  loc?: Location;
  range?: { begin?: Location; end?: Location };
  type?: { qualType?: string; desugaredQualType?: string };
  valueCategory?: string;
  isBitfield?: boolean;
  referencedMemberDecl?: string;
  castKind?: string;
  opcode?: string;
  isArrow?: boolean;
  isPostfix?: boolean;
  referencedDecl?: { id?: string; kind?: string; name?: string };
  value?: unknown;
  storageClass?: string;
  inner?: (Node | null)[];
}

export interface Location {
  offset?: number;
  tokLen?: number;
  spellingLoc?: Location;
  expansionLoc?: Location;
}

/** Nodes that only wrap one other. */
const wrappers = new Set(['ParenExpr', 'ConstantExpr', 'FullExpr', 'ExprWithCleanups', 'RecoveryExpr']);

export function children(node: Node): Node[] {
  return (node.inner ?? []).filter((child): child is Node => child !== null && child.kind !== undefined);
}

/** Ids of all bit fields. */
export function bitFieldsIn(unit: Node): Set<string> {
  const ids = new Set<string>();
  const visit = (node: Node, depth: number) => {
    if (node.isBitfield && node.id !== undefined) ids.add(node.id);
    if (depth > 32 || (node.kind !== 'TranslationUnitDecl' && node.kind !== 'RecordDecl')) return;
    for (const child of children(node)) visit(child, depth + 1);
  };
  visit(unit, 0);
  return ids;
}

/** Without brackets around it. */
export function unwrapped(node: Node): Node {
  let at = node;
  while (at.kind !== undefined && wrappers.has(at.kind)) {
    const [inner] = children(at);
    if (!inner) break;
    at = inner;
  }
  return at;
}

/** Without brackets and casts around it. */
export function uncast(node: Node): Node {
  let at = unwrapped(node);
  while (at.kind === 'ImplicitCastExpr' || at.kind === 'CStyleCastExpr') {
    const inner = children(at).at(-1);
    if (!inner) break;
    at = unwrapped(inner);
  }
  return at;
}

/** Offsets of an expression's text; undefined when it does not stand in the text itself. */
export function rangeOf(node: Node): { start: number; end: number } | undefined {
  const begin = node.range?.begin;
  const end = node.range?.end;
  if (begin?.offset === undefined || end?.offset === undefined || end.tokLen === undefined) return undefined;
  return { start: begin.offset, end: end.offset + end.tokLen };
}

/** The type without sugar. */
export function typeText(node: Node): string {
  return node.type?.desugaredQualType ?? node.type?.qualType ?? '';
}
