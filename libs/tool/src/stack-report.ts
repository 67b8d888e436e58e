import { type Cell, cellText, printable } from './cell.ts';
import type { EventTime } from './clock.ts';
import type { JsonValue } from './json.ts';
import type { Report } from './output.ts';
import type { Frame, FrameKind } from './stack-frames.ts';

/** The part of a row's stack that is in the kernel, or in a process. */
export interface StackPart {
  kind: 'kernel' | 'user';
  /** Innermost first. */
  frames: readonly Frame[];
  /** Why the kernel did not keep the stack. */
  missing: string | undefined;
}

/** A stack, whose it is and what it adds up to. */
export interface StackRow {
  key: unknown;
  value: unknown;
  owner: { name: Cell; id?: number };
  weight: bigint;
  /** Innermost first. */
  parts: readonly StackPart[];
  /** JSON fields. */
  fields: readonly (readonly [key: string, value: JsonValue])[];
}

/** How frames and rows look in text mode. */
export interface StackLayout<V> {
  /** What follows a frame's name: `+0x1a`, ` [libc.so.6]`. Default: both. */
  offsets?: (options: V) => boolean;
  modules?: (options: V) => boolean;
  /** What precedes it. Default: nothing. */
  addresses?: (options: V) => boolean;
}

/** The same, with what the plan says about whole rows and reports. */
interface Texts extends StackLayout<Options> {
  heading?: () => Iterable<string>;
  block?: (row: StackRow) => Iterable<string>;
}

type Options = Readonly<Record<string, unknown>>;

/** One report of a stacks tool. */
export class StackReport implements Report {
  readonly #rows: readonly StackRow[];
  readonly #texts: Texts;
  readonly #options: Options;
  readonly #time: EventTime;

  /** `rows` in their order. */
  constructor(rows: readonly StackRow[], options: Options, time: EventTime, texts: Texts = {}) {
    this.#rows = rows;
    this.#texts = texts;
    this.#options = options;
    this.#time = time;
  }

  text(): Iterable<string> {
    return this.#options.folded ? this.#foldedLines() : this.#blocks();
  }

  *json(): Iterable<Iterable<readonly [key: string, value: JsonValue]>> {
    for (const { fields, parts } of this.#rows) {
      yield [
        ['time', this.#time.iso],
        ...fields,
        ...parts.flatMap(({ kind, frames, missing }): [string, JsonValue][] => [
          [`${kind}_stack`, frames.map(jsonFrame)],
          ...(missing === undefined ? [] : [[`${kind}_stack_missing`, missing] as [string, JsonValue]]),
        ]),
      ];
    }
  }

  /** `name;outermost;...;innermost sum`; what reads the same is added up. */
  *#foldedLines(): Iterable<string> {
    const sums = new Map<string, bigint>();
    for (const { owner, parts, weight } of this.#rows) {
      const shown = parts.filter(isShown).reverse();
      const frames = shown.flatMap((part, index) => [
        ...(index > 0 && this.#options.delimited ? ['-'] : []),
        ...this.#names(part).reverse(),
      ]);
      const line = [foldable(cellText(owner.name)), ...frames].join(';');
      sums.set(line, (sums.get(line) ?? 0n) + weight);
    }
    for (const [line, sum] of [...sums].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))) yield `${line} ${sum}`;
  }

  #names({ kind, frames, missing }: StackPart): string[] {
    if (missing !== undefined) return [foldable(missingLine(kind, missing))];
    return frames.map(
      (frame) => foldable(frameName(frame)) + (this.#options.annotations ? annotation(frame.kind) : ''),
    );
  }

  *#blocks(): Iterable<string> {
    const { block, heading } = this.#texts;
    if (heading) yield* heading();
    else yield* this.#options.interval === undefined ? [''] : ['', this.#time.clock];
    for (const row of this.#rows) yield* block ? block(row) : this.#block(row);
  }

  *#block({ owner, parts, weight }: StackRow): Iterable<string> {
    const shown = parts.filter(isShown);
    for (const [index, part] of shown.entries()) {
      if (index > 0 && this.#options.delimited) yield '    --';
      if (part.missing !== undefined) yield `    ${missingLine(part.kind, part.missing)}`;
      for (const frame of part.frames) yield `    ${this.#frameText(frame)}`;
    }
    yield `    ${'-'.padEnd(16)} ${cellText(owner.name)}${owner.id === undefined ? '' : ` (${owner.id})`}`;
    yield `        ${weight}`;
    yield '';
  }

  #frameText(frame: Frame): string {
    const { addresses, modules, offsets } = this.#texts;
    const { address, kind } = frame;
    const digits = address.toString(16);
    const place = addresses?.(this.#options)
      ? `0x${kind === 'kernel' ? digits.padEnd(16) : digits.padStart(16, '0')} `
      : '';
    return (
      place +
      frameText(frame, {
        offset: offsets?.(this.#options) ?? true,
        module: modules?.(this.#options) ?? true,
        mark: this.#options.annotations ? annotation(kind) : '',
      })
    );
  }
}

/** A frame's name with what is to follow it: `read+0x1a [libc.so.6]`. */
export function frameText(frame: Frame, { offset = true, module = true, mark = '' } = {}): string {
  const named = frame.name !== undefined;
  const distance = named && offset ? `+0x${frame.offset.toString(16)}` : '';
  return `${frameName(frame)}${distance}${mark}${named && module ? moduleNote(frame) : ''}`;
}

function isShown({ frames, missing }: StackPart): boolean {
  return frames.length > 0 || missing !== undefined;
}

/** The function, or what is known instead. */
export function frameName(frame: Frame): string {
  return frame.name === undefined ? `[unknown]${moduleNote(frame)}` : printable(frame.name);
}

function moduleNote({ kind, module }: Frame): string {
  const file = module ?? (kind === 'kernel' ? 'kernel' : undefined);
  if (file === undefined) return '';
  const name = printable(file.slice(file.lastIndexOf('/') + 1));
  return name.startsWith('[') ? ` ${name}` : ` [${name}]`;
}

/** What stands for a stack that the kernel did not keep. */
export function missingLine(kind: 'kernel' | 'user', why: string): string {
  return `[Missed ${kind === 'kernel' ? 'Kernel' : 'User'} Stack] (${why})`;
}

const annotations: Record<FrameKind, string> = { kernel: '_[k]', user: '', jit: '_[j]' };

function annotation(kind: FrameKind): string {
  return annotations[kind];
}

/** A name that cannot be taken for several: in folded lines a semicolon ends one. */
function foldable(name: string): string {
  return name.replaceAll(';', '\\x3b');
}

/** `offset` is from the start of the function or, without a name, of the module; null when neither is known. */
export function jsonFrame({ address, kind, module, name, offset }: Frame): JsonValue {
  const file = module ?? (kind === 'kernel' && name !== undefined ? 'kernel' : null);
  return {
    address: `0x${address.toString(16)}`,
    name,
    offset: name === undefined && offset === address ? null : offset,
    module: file,
    kind,
  };
}
