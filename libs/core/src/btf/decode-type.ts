import { BtfError, type BtfType, type Linkage, type Member } from './types.ts';

const linkages: readonly Linkage[] = ['static', 'global', 'extern'];

/** Decodes the type at `at`, whose extent the scan has already checked. */
export function decodeType(view: DataView, at: number, id: number, stringAt: (offset: number) => string): BtfType {
  const u32 = (offset: number) => view.getUint32(at + offset, true);
  const info = u32(4);
  const kind = (info >>> 24) & 0x1f;
  const flag = info >>> 31 === 1;
  const count = info & 0xffff;
  const size = u32(8);
  const target = size;
  const name = () => stringAt(u32(0));
  const each = <T>(width: number, read: (offset: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => read(12 + index * width));

  switch (kind) {
    case 1: {
      const encoding = u32(12);
      const flags = (encoding >>> 24) & 0xf;
      return {
        kind: 'int',
        id,
        name: name(),
        size,
        signed: (flags & 1) !== 0,
        bool: (flags & 4) !== 0,
        bits: encoding & 0xff,
        bitOffset: (encoding >>> 16) & 0xff,
      };
    }
    case 2:
      return { kind: 'pointer', id, name: '', target };
    case 3:
      return { kind: 'array', id, name: '', element: u32(12), index: u32(16), length: u32(20) };
    case 4:
    case 5: {
      const members = each(12, (offset): Member => {
        const position = u32(offset + 8);
        return {
          name: stringAt(u32(offset)),
          type: u32(offset + 4),
          bitOffset: flag ? position & 0xffffff : position,
          bitSize: flag ? position >>> 24 : 0,
        };
      });
      return { kind: kind === 4 ? 'struct' : 'union', id, name: name(), size, members };
    }
    case 6: {
      const values = each(8, (offset) => ({
        name: stringAt(u32(offset)),
        value: BigInt(flag ? view.getInt32(at + offset + 4, true) : u32(offset + 4)),
      }));
      return { kind: 'enum', id, name: name(), size, signed: flag, values };
    }
    case 7:
      return { kind: 'forward', id, name: name(), union: flag };
    case 8:
      return { kind: 'typedef', id, name: name(), target };
    case 9:
      return { kind: 'volatile', id, name: '', target };
    case 10:
      return { kind: 'const', id, name: '', target };
    case 11:
      return { kind: 'restrict', id, name: '', target };
    case 12:
      return { kind: 'function', id, name: name(), target, linkage: linkages[count] ?? 'static' };
    case 13: {
      const parameters = each(8, (offset) => ({ name: stringAt(u32(offset)), type: u32(offset + 4) }));
      const last = parameters.at(-1);
      const variadic = last !== undefined && last.type === 0 && last.name === '';
      if (variadic) parameters.pop();
      return { kind: 'prototype', id, name: '', returns: target, parameters, variadic };
    }
    case 14:
      return { kind: 'variable', id, name: name(), target, linkage: linkages[u32(12)] ?? 'static' };
    case 15: {
      const variables = each(12, (offset) => ({
        variable: u32(offset),
        offset: u32(offset + 4),
        size: u32(offset + 8),
      }));
      return { kind: 'section', id, name: name(), size, variables };
    }
    case 16:
      return { kind: 'float', id, name: name(), size };
    case 17:
      return { kind: 'declTag', id, name: name(), target, component: view.getInt32(at + 12, true) };
    case 18:
      return { kind: 'typeTag', id, name: name(), target };
    case 19: {
      const values = each(12, (offset) => {
        const low = BigInt(u32(offset + 4));
        const value = (BigInt(u32(offset + 8)) << 32n) | low;
        return { name: stringAt(u32(offset)), value: flag ? BigInt.asIntN(64, value) : value };
      });
      return { kind: 'enum', id, name: name(), size, signed: flag, values };
    }
    default:
      throw new BtfError(`type ${id} is of unknown kind ${kind}`);
  }
}
