import { cellText } from './cell.ts';
import type { FrameKind } from './stack-frames.ts';
import { frameName, missingLine, type StackRow } from './stack-report.ts';

/** What a box stands for; `owner`: the program whose stacks are above it, `unknown`: code without a name. */
export type FlameKind = FrameKind | 'owner' | 'unknown';

/** A box of a flame graph, with what was called from it. */
export interface Flame {
  readonly name: string;
  readonly kind: FlameKind;
  /** Its own weight and that of everything called from it. */
  weight: bigint;
  readonly called: Map<string, Flame>;
}

export function newFlame(name: string, kind: FlameKind): Flame {
  return { name, kind, weight: 0n, called: new Map() };
}

/** Adds a stack below `root`: its owner, then its frames, outermost first. */
export function addStack(root: Flame, { owner, parts, weight }: StackRow): void {
  root.weight += weight;
  let flame = below(root, cellText(owner.name), 'owner', weight);
  for (const { frames, kind, missing } of parts.toReversed()) {
    if (missing !== undefined) flame = below(flame, missingLine(kind, missing), 'unknown', weight);
    for (const frame of frames.toReversed()) {
      flame = below(flame, frameName(frame), frame.name === undefined ? 'unknown' : frame.kind, weight);
    }
  }
}

function below(flame: Flame, name: string, kind: FlameKind, weight: bigint): Flame {
  const key = `${kind} ${name}`;
  let next = flame.called.get(key);
  if (!next) {
    next = newFlame(name, kind);
    flame.called.set(key, next);
  }
  next.weight += weight;
  return next;
}

/** Where a box lies: `left` and `width` as parts of the whole, `depth` from the root on. */
export interface FlameBox {
  flame: Flame;
  left: number;
  width: number;
  depth: number;
}

/** The boxes that are at least `smallest` wide, callers before what they call, neighbours by name. */
export function layOut(root: Flame, smallest: number): FlameBox[] {
  const boxes: FlameBox[] = [];
  const whole = Number(root.weight);
  const waiting: FlameBox[] = whole > 0 ? [{ flame: root, left: 0, width: 1, depth: 0 }] : [];
  for (let box = waiting.pop(); box; box = waiting.pop()) {
    boxes.push(box);
    let { left } = box;
    const next: FlameBox[] = [];
    for (const flame of [...box.flame.called.values()].sort(byName)) {
      const width = Number(flame.weight) / whole;
      if (width >= smallest) next.push({ flame, left, width, depth: box.depth + 1 });
      left += width;
    }
    waiting.push(...next.reverse());
  }
  return boxes;
}

function byName(a: Flame, b: Flame): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.kind < b.kind ? -1 : 1;
}
