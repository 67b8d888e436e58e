import type { TypeLayout } from './btf/layout.ts';
import { fieldReader, minimumSize, readerOf, ShortRecordError } from './decode.ts';
import { Memory } from './memory.ts';

/** Decodes the records of one ring, one after the other. */
export interface RecordDecoder<E> {
  /** Moves to memory with other records. */
  use(memory: Memory): void;
  /**
   * The record at `offset`. For a struct it is a view whose fields are read when they are asked for; it is the same
   * object each time, valid until the next call. @throws ShortRecordError
   */
  at(offset: number, size: number): E;
}

export function recordDecoder<E>(layout: TypeLayout | undefined): RecordDecoder<E> {
  if (layout?.kind !== 'struct') return new ValueDecoder<E>(layout);
  const View = viewClass(layout);
  return new View() as unknown as RecordDecoder<E>;
}

class ValueDecoder<E> implements RecordDecoder<E> {
  readonly #layout: TypeLayout;
  #memory = new Memory(new ArrayBuffer(0));

  /** Without a layout, a record is its bytes. */
  constructor(layout: TypeLayout = { kind: 'rest', size: 0 }) {
    this.#layout = layout;
  }

  use(memory: Memory): void {
    this.#memory = memory;
  }

  at(offset: number, size: number): E {
    if (size < minimumSize(this.#layout)) throw new ShortRecordError(this.#layout, size);
    return readerOf(this.#layout)(this.#memory, offset, offset + size) as E;
  }
}

interface Cursor {
  memory: Memory;
  offset: number;
  end: number;
}

/** State of a view, hidden from the fields' names. */
const cursor = Symbol('cursor');

interface View {
  readonly [cursor]: Cursor;
}

const classes = new WeakMap<TypeLayout, new () => RecordDecoder<unknown>>();

/** A decoder whose record is an object with one getter per field, made once for each layout. */
function viewClass(layout: Extract<TypeLayout, { kind: 'struct' }>): new () => RecordDecoder<unknown> {
  const known = classes.get(layout);
  if (known) return known;

  class EventView implements View {
    readonly [cursor]: Cursor;

    constructor(state: Cursor) {
      this[cursor] = state;
    }

    toJSON(): Record<string, unknown> {
      return Object.fromEntries(layout.fields.map(({ name }) => [name, (this as never)[name]]));
    }
  }
  for (const field of layout.fields) {
    const read = fieldReader(field);
    Object.defineProperty(EventView.prototype, field.name, {
      enumerable: true,
      configurable: true,
      get(this: View) {
        const { memory, offset, end } = this[cursor];
        return read(memory, offset, end);
      },
    });
  }

  const minimum = minimumSize(layout);
  class ViewDecoder implements RecordDecoder<unknown> {
    readonly #state: Cursor = { memory: new Memory(new ArrayBuffer(0)), offset: 0, end: 0 };
    readonly #view = new EventView(this.#state);

    use(memory: Memory): void {
      this.#state.memory = memory;
    }

    at(offset: number, size: number): unknown {
      if (size < minimum) throw new ShortRecordError(layout, size);
      this.#state.offset = offset;
      this.#state.end = offset + size;
      return this.#view;
    }
  }
  classes.set(layout, ViewDecoder);
  return ViewDecoder;
}
