import type { MapLayout } from '../program-image.ts';
import { layoutOf } from './layout-of.ts';
import type { Btf } from './reader.ts';
import { BtfError, type CompositeType, type Member } from './types.ts';

/**
 * The maps an object defines in its `.maps` section. Such a definition is a variable of an anonymous struct whose
 * members carry numbers as array lengths and types as pointers: `int (*type)[1]; u32 *key; struct start *value;`.
 */
export function mapLayouts(btf: Btf): Record<string, MapLayout> {
  const maps: Record<string, MapLayout> = Object.create(null);
  for (const { variable } of btf.find('.maps', 'section')?.variables ?? []) {
    const type = btf.type(variable);
    if (type.kind !== 'variable') throw new BtfError(`type ${variable} in .maps is no variable but ${type.kind}`);
    const definition = btf.resolve(type.target);
    if (definition.kind !== 'struct') throw new BtfError(`map ${type.name} is not declared as a struct`);
    maps[type.name] = mapLayout(btf, definition);
  }
  return maps;
}

function mapLayout(btf: Btf, definition: CompositeType): MapLayout {
  const member = (name: string) => definition.members.find((candidate) => candidate.name === name);
  const map: MapLayout = { type: number(btf, member('type')) };
  const key = pointee(btf, member('key'));
  const value = pointee(btf, member('value'));
  if (key !== undefined) map.key = layoutOf(btf, key);
  if (value !== undefined) map.value = layoutOf(btf, value);
  return map;
}

function number(btf: Btf, member: Member | undefined): number {
  if (!member) return 0;
  const pointer = btf.resolve(member.type);
  const array = pointer.kind === 'pointer' ? btf.resolve(pointer.target) : pointer;
  if (array.kind !== 'array') throw new BtfError(`map attribute ${member.name} holds no number`);
  return array.length;
}

function pointee(btf: Btf, member: Member | undefined): number | undefined {
  if (!member) return undefined;
  const pointer = btf.resolve(member.type);
  if (pointer.kind !== 'pointer') throw new BtfError(`map attribute ${member.name} holds no type`);
  return pointer.target;
}
