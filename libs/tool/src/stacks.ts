import type { Shape } from '@bcc-ts/core';
import type { Cell } from './cell.ts';
import type { EventTime } from './clock.ts';
import { countSource, type Entries } from './count-source.ts';
import { FlameGraph } from './flame-graph.ts';
import type { CountKey, CountMapName, CountValue } from './histogram.ts';
import { IntervalSession } from './interval-session.ts';
import type { JsonValue } from './json.ts';
import { NewFile } from './new-file.ts';
import type { SessionContext } from './session.ts';
import { type Frame, missingStack, StackFrames, type StackId, type StackMap } from './stack-frames.ts';
import { type StackLayout, StackReport, type StackRow } from './stack-report.ts';
import { openSymbolizer } from './stack-symbols.ts';

/** What the functions of a stacks tool get beside the map's key and value. */
export interface StacksContext<V, T> {
  options: V;
  /** What `setup` returned. */
  state: T;
  /** When the report is made. */
  time: EventTime;
}

/** A tool that sums something up by call stack in the kernel, and shows the sums at the end or at intervals. */
export interface StacksShape<S extends Shape, V, M extends CountMapName<S>, T>
  extends StacksPlan<CountKey<S, M>, CountValue<S, M>, V, T> {
  from: M;
}

/** The same, whatever map the sums come from. `K` and `N` are its keys and values. */
export interface StacksPlan<K, N, V, T> {
  /** The map the sums come from, best a `COUNT_MAP` (count-map.bpf.h); each report empties it. `--hash-storage-size`, where the tool has it, sizes it. */
  from: string;
  /** What the flame graph is about. */
  title: string | ((options: V) => string);
  /** The sentence before the first report; text mode only, and not when folded. */
  preamble?: string | ((options: V) => string);
  /** The stacks of a key: each in the kernel, or in the process `pid`. Innermost first, as they are shown. */
  stacks: (key: K, context: StacksContext<V, T>) => readonly StackId[];
  /** Kernel stacks begin with this function: what is nearer to the probe belongs to tracing. */
  firstKernelFrame?: string;
  /** What rows are sorted by, smallest first, and frames are as wide as. */
  weight: (value: N, context: StacksContext<V, T>) => number | bigint;
  /** What the weight counts, for example `samples` or `us`. */
  unit: string;
  /** The name, and where there is one the id, of whose stack it is. */
  owner: (key: K, context: StacksContext<V, T>) => { name: Cell; id?: number };
  /** How frames look in text mode. */
  layout?: StackLayout<V>;
  /** The lines of a row in text mode, where frames, owner and weight below each other are not what is wanted. */
  block?: (row: { key: K; value: N; frames: readonly Frame[] }, context: StacksContext<V, T>) => Iterable<string>;
  /** The lines before the rows of a report; text mode only. Default: an empty one, and the time at intervals. */
  heading?: (context: StacksContext<V, T>) => Iterable<string>;
  /** What is there now, where that is not what the map has gathered since the last report. `from` names the keys. */
  read?: (maps: object, context: StacksContext<V, T>) => Entries<K, N>;
  /** How many rows a report has, the heaviest. Default: all. The flame graph has all. */
  limit?: (options: V) => number;
  /** JSON fields of a row. The stacks follow as `kernel_stack` and `user_stack`. */
  fields: Readonly<Record<string, (key: K, value: N, context: StacksContext<V, T>) => JsonValue>>;
}

export type AnyStacksPlan = StacksPlan<unknown, unknown, Readonly<Record<string, unknown>>, unknown>;

/** The part of the core library's `HashMap` that is looked at between reports. */
interface SumMap {
  keys(): unknown[];
}

/** How often stacks of processes that are new are resolved, as they may be gone at the end. */
const SWEEP_MS = 1000;

export class StacksSession extends IntervalSession<AnyStacksPlan> {
  readonly #frames: StackFrames;
  /** Both sides of a `COUNT_MAP`. */
  readonly #maps: readonly SumMap[];
  readonly #drain: () => Entries;
  #sweeps: NodeJS.Timeout | undefined;
  #graph: { file: NewFile; flames: FlameGraph } | undefined;

  constructor({ preamble, ...plan }: AnyStacksPlan, run: SessionContext) {
    super({ ...plan, ...(preamble && !run.options.folded && { preamble }) }, run);
    const maps = run.object.maps as Record<string, unknown>;
    this.#maps = [maps[plan.from], maps[`${plan.from}_other`]].filter((map) => map !== undefined) as SumMap[];
    this.#drain = countSource(maps, plan.from);
    this.#frames = new StackFrames(
      [maps.stacks, maps.stacks_second] as StackMap[],
      openSymbolizer(run.core, run.complain),
    );
  }

  open(): void {
    const { svg } = this.run.options;
    if (typeof svg === 'string') this.#graph = { file: new NewFile(svg), flames: new FlameGraph() };
  }

  override begin(): void {
    this.#sweeps = setInterval(() => this.#sweep(), SWEEP_MS);
    super.begin();
  }

  override end(): void {
    super.end();
    if (!this.#graph) return;
    const { file, flames } = this.#graph;
    const { title, unit } = this.plan;
    const { options, output } = this.run;
    file.finish(flames.svg({ title: typeof title === 'function' ? title(options) : title, unit }));
    output.note(`flame graph of ${flames.total} ${unit} in ${options.svg}`);
    output.flush();
  }

  override close(): void {
    clearInterval(this.#sweeps);
    super.close();
    this.#frames.close();
    this.#graph?.file.discard();
  }

  #sweep(): void {
    try {
      const stacks = this.#maps.flatMap((map) => map.keys()).flatMap((key) => this.plan.stacks(key, this.context));
      this.#frames.sweep(stacks.filter(({ id, pid }) => id >= 0 && pid !== undefined));
    } catch (error) {
      this.run.stop({ kind: 'error', error });
    }
  }

  protected report(): void {
    const { output, options } = this.run;
    const rows = this.#rows();
    if (this.#graph && this.plan.read) this.#graph.flames = new FlameGraph();
    for (const row of rows) this.#graph?.flames.add(row);
    const silent = this.#graph !== undefined && !options.folded && !options.json;
    const { block, heading, layout, limit } = this.plan;
    const shown = limit ? rows.slice(-limit(options)) : rows;
    if (silent) return;
    output.report(
      new StackReport(shown, options, this.context.time, {
        ...layout,
        ...(heading && { heading: () => heading(this.context) }),
        ...(block && { block: (row: StackRow) => block({ ...row, frames: framesOf(row) }, this.context) }),
      }),
    );
  }

  #rows(): StackRow[] {
    const { fields, firstKernelFrame, owner, read, stacks, weight } = this.plan;
    const context = this.context;
    const used = new Set<number>();
    const entries = read ? read(this.run.object.maps, context) : this.#drain();
    const rows = entries.map(([key, value]): StackRow => {
      const parts = stacks(key, context).map((stack) => {
        used.add(stack.id);
        const frames = this.#frames.of(stack) ?? [];
        return {
          kind: stack.pid === undefined ? ('kernel' as const) : ('user' as const),
          frames: stack.pid === undefined && firstKernelFrame !== undefined ? below(frames, firstKernelFrame) : frames,
          missing: missingStack(stack.id),
        };
      });
      const values = Object.entries(fields).map(([name, field]) => [name, field(key, value, context)] as const);
      return { key, value, owner: owner(key, context), weight: BigInt(weight(value, context)), parts, fields: values };
    });
    if (this.run.options.interval !== undefined && !read) this.#frames.freeUnused(used);
    return rows.sort((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : 0));
  }
}

function framesOf({ parts }: StackRow): readonly Frame[] {
  return parts.flatMap(({ frames }) => frames);
}

function below(frames: readonly Frame[], first: string): readonly Frame[] {
  const at = frames.findIndex(({ name }) => name === first);
  return at > 0 ? frames.slice(at) : frames;
}
