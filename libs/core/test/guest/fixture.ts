import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BpfObject, imageLayout, type OpenOptions, openObject, type Shape } from '../../src/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: each test knows what its program has
export type AnyShape = Shape & { rodata: any; maps: any; programs: string };

/** Opens a program that the host compiled and put beside the tests. */
export function openProgram(name: string, options: OpenOptions = {}): BpfObject<AnyShape> {
  const object = readFileSync(join(__dirname, `${name}.bpf.o`));
  return openObject<AnyShape>({ name, object, source: '', layout: imageLayout(object) }, options);
}

/** Leaves only these programs to load. */
export function only(object: BpfObject<AnyShape>, ...names: string[]): void {
  for (const program of Object.values(object.programs)) program.autoload = names.includes(program.name);
}

/** Turns of the event loop until a condition holds. */
export async function until(what: string, condition: () => boolean, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
