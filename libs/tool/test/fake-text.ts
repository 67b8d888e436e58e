import type { TextLike } from '../src/cell.ts';

/** `Text` of the core library, reduced to what the kit asks of it. */
export function fakeText(content: string | Uint8Array): TextLike {
  const bytes = Buffer.from(content as string);
  return {
    bytes,
    toString: () => new TextDecoder().decode(bytes),
    escaped: () => JSON.stringify(bytes.toString()).slice(1, -1),
  };
}
