import type { Shape } from '@bcc-ts/core';
import { EventTime } from './clock.ts';
import { type Column, isoTime, resolveColumns } from './column.ts';
import { EventStacks } from './event-stacks.ts';
import type { JsonValue } from './json.ts';
import type { Session, SessionContext } from './session.ts';
import type { StackId } from './stack-frames.ts';
import type { EventMap, EventReader } from './tool-object.ts';

/** What `value`, `text` and `json` of a column get beside the event. */
export interface EventContext<V, T> {
  options: V;
  /** What `setup` returned. */
  state: T;
  /** When the event happened (see `time` of {@link EventsShape}). */
  time: EventTime;
}

/** The maps of a program that events can be read from. */
export type EventMapName<S extends Shape> = {
  [M in keyof S['maps']]: S['maps'][M] extends EventMap<infer _> ? M : never;
}[keyof S['maps']] &
  string;

export type EventOf<S extends Shape, K extends EventMapName<S>> = S['maps'][K] extends EventMap<infer E> ? E : never;

/** Names of the fields of `E` that can hold a timestamp. */
type TimeField<E> = { [F in keyof E]: E[F] extends bigint ? F : never }[keyof E] & string;

/** A tool that shows one line per event. */
export interface EventsShape<S extends Shape, V, K extends EventMapName<S>, T> extends EventsPlan<EventOf<S, K>, V, T> {
  from: K;
  time?: TimeField<EventOf<S, K>>;
}

/** The same, whatever program the events come from. */
export interface EventsPlan<E, V, T> {
  /** The map the events come from. */
  from: string;
  /**
   * The event's field that holds `bpf_ktime_get_ns()`. JSON lines then begin with `time`, and columns may use
   * `context.time`. Without it, `context.time` is when user space saw the event.
   */
  time?: string;
  /** A line before the header, text mode only. */
  preamble?: string | ((options: V) => string);
  /** Leaves out events that the kernel side could not filter. */
  where?: (event: E, options: V, context: EventContext<V, T>) => boolean;
  columns: readonly Column<E, EventContext<V, T>, V>[];
  /**
   * Call stacks that are shown below the line of an event, and in JSON as `kernel_stack` and `user_stack`; undefined
   * when these options do not ask for any. For programs that include stacks.bpf.h.
   */
  stacks?: (options: V) => ((event: E) => readonly StackId[]) | undefined;
  /** Fields that only JSON has. */
  fields?: Readonly<Record<string, (event: E, context: EventContext<V, T>) => JsonValue>>;
}

export type AnyEvent = Readonly<Record<string, unknown>>;
export type AnyOptions = Readonly<Record<string, unknown>>;

/** Reads events and writes a line for each. */
export class EventsSession implements Session {
  readonly #shape: EventsPlan<AnyEvent, AnyOptions, unknown>;
  readonly #run: SessionContext;
  #reader: EventReader | undefined;
  #header = (): void => {};
  #stacks: EventStacks | undefined;
  #failed = false;

  constructor(shape: EventsPlan<AnyEvent, AnyOptions, unknown>, run: SessionContext) {
    this.#shape = shape;
    this.#run = run;
  }

  open(): void {
    const { columns, fields, from, time: timeField, where } = this.#shape;
    const { clock, object, options, output, state } = this.#run;
    const time = new EventTime(clock);
    const context = { options, state, time };
    const hasTime = timeField === undefined || columns.some((column) => column.key === 'time');
    const resolved = resolveColumns(columns, options);
    if (!hasTime) resolved.unshift(isoTime);
    const wanted = this.#shape.stacks?.(options);
    const stacks = wanted && new EventStacks(wanted, this.#run);
    this.#stacks = stacks;
    const writer = output.rows(resolved, { ...fields, ...stacks?.fields });
    this.#header = () => writer.header();
    const source = (object.maps as Record<string, EventMap<AnyEvent>>)[from] as EventMap<AnyEvent>;
    this.#reader = source.open({
      onEvent: this.#guarded((event: AnyEvent) => {
        time.set(timeField === undefined ? clock.now() : (event[timeField] as bigint));
        if (where && !where(event, options, context)) return;
        writer.row(event, context);
        if (stacks && !options.json) for (const line of stacks.lines(event)) output.note(line);
      }),
      onBatch: this.#guarded(() => {
        output.flush();
        stacks?.tidy();
      }),
      // A program that counts what it cannot send is exact; the kernel tells only with the next record that fits.
      ...(!('lost' in object.maps) && {
        onLost: this.#guarded((count: number) => this.#run.lost('ring_full', count)),
      }),
    });
  }

  begin(): void {
    const { preamble } = this.#shape;
    const { options, output } = this.#run;
    if (preamble) output.note(typeof preamble === 'function' ? preamble(options) : preamble);
    this.#header();
    output.flush();
  }

  pause(): void {
    this.#reader?.pause();
  }

  resume(): void {
    this.#reader?.resume();
  }

  end(): void {
    this.#reader?.pause();
    this.#reader?.drain();
    this.#run.output.flush();
  }

  close(): void {
    this.#reader?.close();
    this.#reader = undefined;
    this.#stacks?.close();
  }

  /** An exception in a callback of the reader would otherwise surface far from here, as an uncaught one. */
  #guarded<A extends unknown[]>(callback: (...values: A) => void): (...values: A) => void {
    return (...values) => {
      if (this.#failed) return;
      try {
        callback(...values);
      } catch (error) {
        this.#failed = true;
        this.#run.stop({ kind: 'error', error });
      }
    };
  }
}
