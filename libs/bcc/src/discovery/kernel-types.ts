import { readFileSync } from 'node:fs';
import { Btf, features } from '@bcc-ts/core';

let kernel: Btf | undefined;

function kernelTypes(): Btf | undefined {
  const path = features.kernelBtf();
  if (path === undefined) return undefined;
  kernel ??= new Btf(readFileSync(path));
  return kernel;
}

/** Whether a kernel struct or union has a field, also within an anonymous member; undefined when the kernel has no BTF. */
export function kernelStructHasField(struct: string, field: string, types = kernelTypes()): boolean | undefined {
  if (!types) return undefined;
  for (const type of types.findAll(struct)) {
    if (type.kind === 'struct' || type.kind === 'union') return hasMember(types, type.id, field, 0);
  }
  return false;
}

/** Whether a kernel enum has a value of that name; undefined when the kernel has no BTF. */
export function kernelEnumHasValue(name: string, value: string, types = kernelTypes()): boolean | undefined {
  if (!types) return undefined;
  const found = types.find(name, 'enum');
  return found?.values.some((candidate) => candidate.name === value) ?? false;
}

const deepest = 16;

function hasMember(types: Btf, id: number, field: string, depth: number): boolean {
  const type = types.resolve(id);
  if ((type.kind !== 'struct' && type.kind !== 'union') || depth > deepest) return false;
  return type.members.some(
    (member) => member.name === field || (member.name === '' && hasMember(types, member.type, field, depth + 1)),
  );
}
