import type { JsonValue } from './json.ts';
import type { SessionContext } from './session.ts';
import { type Frame, missingStack, StackFrames, type StackId, type StackMap } from './stack-frames.ts';
import { frameText, jsonFrame, missingLine } from './stack-report.ts';
import { openSymbolizer } from './stack-symbols.ts';

/** The kernel's storage has at least twice as many places; at that many they are given back. */
const MOST_STACKS = 8192;

/** Frames of the program itself and of what leads to it come first in the kernel's part. */
const OWN_FRAME = /^bpf_/;

/**
 * Call stacks below the lines of events, for programs that put the ids of stacks.bpf.h into them. Names are those that
 * are known when the event is shown.
 */
export class EventStacks {
  readonly #frames: StackFrames;
  readonly #stacks: (event: never) => readonly StackId[];
  readonly #seen = new Set<number>();

  constructor(stacks: (event: never) => readonly StackId[], { complain, core, object }: SessionContext) {
    const maps = object.maps as Record<string, StackMap>;
    this.#stacks = stacks;
    this.#frames = new StackFrames([maps.stacks, maps.stacks_second] as StackMap[], openSymbolizer(core, complain));
  }

  /** Lines for text mode, kernel before user, each part innermost first. */
  *lines(event: unknown): Iterable<string> {
    for (const stack of this.#stacks(event as never)) {
      const missing = this.#missing(stack);
      if (missing !== undefined) yield `    ${missingLine(partOf(stack), missing)}`;
      else for (const frame of this.#of(stack)) yield `    ${frameText(frame)}`;
    }
  }

  /** JSON fields: frames, and why there are none where the kernel did not keep them. */
  readonly fields: Readonly<Record<string, (event: unknown) => JsonValue>> = {
    kernel_stack: (event) => this.#json(event, 'kernel'),
    user_stack: (event) => this.#json(event, 'user'),
  };

  /** Between batches of events: gives places back, so that the storage does not run full. */
  tidy(): void {
    if (this.#seen.size < MOST_STACKS) return;
    this.#seen.clear();
    this.#frames.freeUnused(this.#seen);
  }

  close(): void {
    this.#frames.close();
  }

  #json(event: unknown, part: 'kernel' | 'user'): JsonValue {
    const stack = this.#stacks(event as never).find((candidate) => partOf(candidate) === part);
    return stack === undefined || this.#missing(stack) !== undefined ? null : this.#of(stack).map(jsonFrame);
  }

  #of(stack: StackId): readonly Frame[] {
    this.#seen.add(stack.id);
    const frames = this.#frames.of(stack) ?? [];
    if (stack.pid !== undefined) return frames;
    const first = frames.findIndex(({ name }) => name === undefined || !OWN_FRAME.test(name));
    return frames.slice(Math.max(first, 0));
  }

  #missing(stack: StackId): string | undefined {
    return missingStack(stack.id) ?? (stack.id >= 0 && this.#frames.of(stack) === undefined ? 'given up' : undefined);
  }
}

function partOf({ pid }: StackId): 'kernel' | 'user' {
  return pid === undefined ? 'kernel' : 'user';
}
