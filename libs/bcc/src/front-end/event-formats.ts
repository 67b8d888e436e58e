import { type Btf, type CompositeType, taggedType } from '@bcc-ts/core';
import { headerText } from './header-files.ts';
import type { Kernel } from './kernel-facts.ts';
import { type EventFormat, type FormatField, parseFormat } from './tracepoint-format.ts';

const recordPrefix = 'trace_event_raw_';
const headerBytes = 8;
const slotBytes = 8;

/**
 * The record of a tracepoint: from tracefs, else what BTF and this package's tables know; undefined when there is none.
 */
export function eventFormat(category: string, event: string, kernel: Kernel): EventFormat | undefined {
  const text = kernel.eventFormat(category, event);
  if (text !== undefined) return parseFormat(text);
  // Where tracefs can be read, what it does not list does not exist.
  if (kernel.eventNames().length > 0) return undefined;
  return category === 'syscalls' ? systemCallFormat(event) : btfFormat(event, kernel.btf);
}

/** System calls have records of one shape: the number, then a slot for each argument, or the result. */
export function systemCallFormat(event: string): EventFormat | undefined {
  const [, side, call = ''] = /^sys_(enter|exit)_(\w+)$/.exec(event) ?? [];
  const parameters = new RegExp(`^${call}\\((.*)\\)$`, 'm').exec(headerText('syscalls.txt'))?.[1];
  if (parameters === undefined) return undefined;
  const number: FormatField = { name: '__syscall_nr', type: 'int', offset: headerBytes, size: 4, signed: true };
  const result: FormatField = { name: 'ret', type: 'long', offset: headerBytes + slotBytes, size: 8, signed: true };
  if (side === 'exit') return { name: event, fields: [number, result] };
  const fields = parameters === 'void' ? [] : parameters.split(', ').map((text, index) => argument(text, index));
  return { name: event, fields: [number, ...fields] };
}

function argument(text: string, index: number): FormatField {
  const [, type = 'long', name = ''] = /^(.*?)\s*(\w+)$/.exec(text) ?? [];
  return { name, type, offset: headerBytes + slotBytes * (index + 1), size: slotBytes, signed: false };
}

/** From the struct BTF has for the event's class. Kernels before 6.x may lack it for events that share one. */
function btfFormat(event: string, btf: Btf): EventFormat | undefined {
  const shared = new RegExp(`^(\\w+):(?: \\w+)* ${event}(?: |$)`, 'm').exec(headerText('event-classes.txt'))?.[1];
  // The event itself is known by its type, whatever its struct.
  if (btf.find(`btf_trace_${event}`, 'typedef') === undefined) return undefined;
  for (const name of [event, shared, `${event}_template`, `${event}_class`]) {
    const type = name === undefined ? undefined : taggedType(btf, recordPrefix + name);
    if (type?.kind === 'struct') return { name: event, fields: fieldsOf(btf, type) };
  }
  return undefined;
}

/** All records of tracepoints BTF has, by event or class. */
export function eventsOfBtf(btf: Btf): Map<string, EventFormat> {
  const events = new Map<string, EventFormat>();
  for (const type of btf.types()) {
    if (type.kind !== 'struct' || !type.name.startsWith(recordPrefix)) continue;
    const name = type.name.slice(recordPrefix.length);
    events.set(name, { name, fields: fieldsOf(btf, type) });
  }
  return events;
}

function fieldsOf(btf: Btf, record: CompositeType): FormatField[] {
  return record.members.flatMap(({ name, type: id, bitOffset }) => {
    if (name === 'ent' || name === '__data' || name === '') return [];
    const offset = bitOffset / 8;
    const located = /^__(data|rel)_loc_(\w+)$/.exec(name);
    if (located) {
      const location = located[1] === 'data' ? ('record' as const) : ('field' as const);
      return [{ name: located[2]!, type: 'char', offset, size: 4, signed: false, location }];
    }
    const type = btf.resolve(id);
    if (type.kind === 'array') {
      const element = btf.resolve(type.element);
      const size = 'size' in element ? element.size : 8;
      return [
        {
          name,
          type: typeName(btf, type.element),
          length: type.length,
          offset,
          size: size * type.length,
          signed: 'signed' in element && element.signed,
        },
      ];
    }
    const size = type.kind === 'pointer' ? 8 : 'size' in type ? type.size : 8;
    return [{ name, type: typeName(btf, id), offset, size, signed: 'signed' in type && type.signed }];
  });
}

/** A type as C writes it, as far as a record needs it: integers by name, pointers to anything else as `void *`. */
function typeName(btf: Btf, id: number): string {
  const type = btf.type(id);
  switch (type.kind) {
    case 'const':
    case 'volatile':
    case 'restrict':
    case 'typeTag':
      return typeName(btf, type.target);
    case 'pointer': {
      const target = btf.resolve(type.target);
      const named = (target.kind === 'struct' || target.kind === 'union') && target.name !== '';
      return named ? `${target.kind} ${target.name} *` : target.kind === 'int' ? `${target.name} *` : 'void *';
    }
    case 'struct':
    case 'union':
    case 'enum':
      return type.name === '' ? 'void' : `${type.kind} ${type.name}`;
    default:
      return type.name || 'void';
  }
}
