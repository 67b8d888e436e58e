import type { CoreRelocation } from './core-relocations.ts';
import type { Btf } from './reader.ts';
import { BtfError, type BtfType, type CompositeType, type Member } from './types.ts';

/** One step of an access: into a member, or to an element of an array. */
type Step = { member: string; type: number } | { index: number; type: number };

/**
 * Whether a kernel has what a relocation asks for, by libbpf's rules: a type of that name without its `___flavour`, in
 * it the same path of members, of types that one access can read.
 */
export function hasTarget(relocation: CoreRelocation, local: Btf, kernel: Btf): boolean {
  if (relocation.kind === 'local type id') return true;
  const type = local.resolve(relocation.type);
  const candidates = candidatesOf(type, kernel);
  if (relocation.kind.startsWith('enumerator')) {
    const name = type.kind === 'enum' ? type.values[Number(relocation.access)]?.name : undefined;
    if (name === undefined) throw new BtfError(`relocation of an enumerator that type ${type.id} does not have`);
    return candidates.some((candidate) => candidate.kind === 'enum' && hasValue(candidate, essentialName(name)));
  }
  if (!relocation.kind.startsWith('field')) return candidates.length > 0;
  const steps = stepsOf(local, relocation);
  return candidates.some((candidate) => follows(local, kernel, candidate.id, steps));
}

/** What a relocation asks for, as C writes it: `struct request.q`. */
export function describeRelocation({ kind, type, access }: CoreRelocation, local: Btf): string {
  const root = local.type(type);
  const name = root.kind === 'typedef' ? root.name : `${root.kind} ${root.name}`;
  if (!kind.startsWith('field')) {
    const value = root.kind === 'enum' && kind.startsWith('enumerator') ? root.values[Number(access)]?.name : undefined;
    return value ? `${name}.${value}` : name;
  }
  const path = stepsOf(local, { type, access }).map((step) =>
    'member' in step ? `.${step.member}` : `[${step.index}]`,
  );
  return `${name}${path.join('')}`;
}

function essentialName(name: string): string {
  const mark = name.indexOf('___');
  return mark > 0 ? name.slice(0, mark) : name;
}

function candidatesOf(type: BtfType, kernel: Btf): BtfType[] {
  return [...kernel.findAll(essentialName(type.name))].filter(({ kind }) => kind === type.kind);
}

function hasValue(type: Extract<BtfType, { kind: 'enum' }>, name: string): boolean {
  return type.values.some((value) => essentialName(value.name) === name);
}

/** The named members and indices of an access string; anonymous members leave no trace, as the target may differ there. */
function stepsOf(local: Btf, { type, access }: { type: number; access: string }): Step[] {
  const [first, ...rest] = access.split(':').map(Number);
  const steps: Step[] = first ? [{ index: first, type }] : [];
  let current = local.resolve(type);
  for (const index of rest) {
    if (current.kind === 'struct' || current.kind === 'union') {
      const member: Member | undefined = current.members[index];
      if (!member) throw new BtfError(`relocation of a member that type ${current.id} does not have`);
      if (member.name !== '') steps.push({ member: member.name, type: member.type });
      current = local.resolve(member.type);
    } else if (current.kind === 'array') {
      steps.push({ index, type: current.element });
      current = local.resolve(current.element);
    } else {
      throw new BtfError(`relocation of a part of type ${current.id}, which has none`);
    }
  }
  return steps;
}

function follows(local: Btf, kernel: Btf, root: number, steps: Step[]): boolean {
  let current = kernel.resolve(root);
  for (const step of steps) {
    if ('member' in step) {
      const member =
        current.kind === 'struct' || current.kind === 'union' ? findMember(kernel, current, step.member) : undefined;
      if (!member || !compatible(local, step.type, kernel, member.type)) return false;
      current = kernel.resolve(member.type);
    } else if (current.kind === 'array') {
      if (current.length > 0 && step.index >= current.length) return false;
      current = kernel.resolve(current.element);
    } else if (step !== steps[0]) {
      return false;
    }
  }
  return true;
}

function findMember(kernel: Btf, type: CompositeType, name: string, depth = 0): Member | undefined {
  if (depth > 32) return undefined;
  for (const member of type.members) {
    if (member.name === name) return member;
    if (member.name !== '') continue;
    const inner = kernel.resolve(member.type);
    const found =
      inner.kind === 'struct' || inner.kind === 'union' ? findMember(kernel, inner, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function compatible(local: Btf, localId: number, kernel: Btf, kernelId: number, depth = 0): boolean {
  if (depth > 32) return false;
  const a = local.resolve(localId);
  const b = kernel.resolve(kernelId);
  const composite = (type: BtfType) => type.kind === 'struct' || type.kind === 'union';
  if (composite(a) && composite(b)) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'array' && b.kind === 'array') return compatible(local, a.element, kernel, b.element, depth + 1);
  if (a.kind === 'enum') return a.name === '' || b.name === '' || essentialName(a.name) === essentialName(b.name);
  return a.kind === 'pointer' || a.kind === 'int' || a.kind === 'float';
}
