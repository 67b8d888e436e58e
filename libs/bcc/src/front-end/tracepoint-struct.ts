import type { EventFormat, FormatField } from './tracepoint-format.ts';

/** Words of the kernel's sources that say nothing of a value's size or sign; 7.2 names the segment of per-CPU pointers. */
const annotations = /\b(?:const|volatile|__user|__kernel|__iomem|__percpu|__rcu|__seg_gs|__seg_fs)\b/g;

/** Bytes of the common header, which programs may not read. */
const headerBytes = 8;

/** Asked of a type by name: its size, undefined when there is none of that name. */
export type SizeOf = (type: string) => number | undefined;

/**
 * `struct tracepoint__CATEGORY__EVENT` for a record of that format. Every member lies where the format says; types that
 * nobody knows become integers of their size. Located data becomes `data_loc_NAME`.
 */
export function tracepointStruct(tag: string, format: EventFormat, sizeOf: SizeOf): string {
  const lines = ['unsigned long long __do_not_use__;'];
  let at = headerBytes;
  for (const field of [...format.fields].sort((a, b) => a.offset - b.offset)) {
    if (field.offset < at) continue;
    if (field.offset > at) lines.push(`char __pad_${at}[${field.offset - at}];`);
    const member = memberText(field, sizeOf);
    lines.push(member);
    at = field.offset + field.size;
  }
  return `struct ${tag} { ${lines.join(' ')} } __attribute__((packed, aligned(8)));`;
}

function memberText(field: FormatField, sizeOf: SizeOf): string {
  const { name, size, length } = field;
  if (field.location) return `unsigned int ${field.location === 'record' ? 'data_loc' : 'data_rel_loc'}_${name};`;
  const type = field.type.replace(annotations, ' ').replace(/\s+/g, ' ').trim();
  if (length !== undefined) {
    const element = size / length;
    if (size === 0) return `${integer(1, false)} ${name}[0];`;
    const known = typeSize(type, sizeOf);
    return known !== undefined && size % known === 0
      ? `${type} ${name}[${size / known}];`
      : `${integer(Number.isInteger(element) ? element : 1, field.signed)} ${name}[${Number.isInteger(element) ? length : size}];`;
  }
  if (size === 8 && type.endsWith('*')) return `${isPointable(type, sizeOf) ? type : 'void *'} ${name};`;
  if (typeSize(type, sizeOf) === size) return `${type} ${name};`;
  if ([1, 2, 4, 8].includes(size)) return `${integer(size, field.signed)} ${name};`;
  return `unsigned char ${name}[${size}];`;
}

function integer(size: number, signed: boolean): string {
  const name = ({ 1: 'char', 2: 'short', 4: 'int', 8: 'long long' } as Record<number, string>)[size];
  return name === undefined ? 'unsigned char' : `${signed ? 'signed' : 'unsigned'} ${name}`;
}

const basic = new Map<string, number>([
  ...['char', 'signed char', 'unsigned char'].map((type) => [type, 1] as const),
  ...['short', 'unsigned short', 'short int', 'short unsigned int', 'unsigned short int'].map(
    (type) => [type, 2] as const,
  ),
  ...['int', 'unsigned int', 'unsigned', 'signed int'].map((type) => [type, 4] as const),
  ...['long', 'unsigned long', 'long int', 'long unsigned int', 'unsigned long int', 'long long'].map(
    (type) => [type, 8] as const,
  ),
  ...['unsigned long long', 'long long int', 'long long unsigned int'].map((type) => [type, 8] as const),
]);

/** Whether what a pointer points to can be named: a tag always can. */
function isPointable(pointer: string, sizeOf: SizeOf): boolean {
  const target = pointer.replace(/[\s*]+$/, '');
  return target === 'void' || /^(?:struct|union) \w+$/.test(target) || typeSize(target, sizeOf) !== undefined;
}

function typeSize(type: string, sizeOf: SizeOf): number | undefined {
  if (type.endsWith('*')) return isPointable(type, sizeOf) ? 8 : undefined;
  return basic.get(type) ?? (/^(?:(?:struct|union|enum) )?[A-Za-z_]\w*$/.test(type) ? sizeOf(type) : undefined);
}
