import { native } from '@bcc-ts/native';
import { demangleRustV0 } from './rust-v0.ts';

/**
 * A C++ or Rust function name as it stands in the source; names of other languages come back as they are. Names whose
 * readable form would exceed 8 KiB stay as they are too.
 */
export function demangle(name: string): string {
  if (name.startsWith('_R')) return demangleRustV0(name) ?? name;
  if (!name.startsWith('_Z') && !name.startsWith('__Z')) return name;
  // What compilers append to copies of a function is no part of the name.
  const plain = name.startsWith('__Z') ? name.slice(1) : name;
  const readable = native().demangle(plain);
  if (readable === undefined) return name;
  return rustLegacy(readable) ?? readable;
}

/** Rust before its own scheme: a C++ name that ends in a hash, with escapes for what C++ names cannot hold. */
function rustLegacy(readable: string): string | undefined {
  const end = /::h[0-9a-f]{16}(?: \(.*\)| \[.*\])?$/.exec(readable);
  if (!end) return undefined;
  return readable
    .slice(0, end.index)
    .replace(/(^|::)_\$/g, '$1$')
    .replace(
      /\$(SP|BP|RF|LT|GT|LP|RP|C|u[0-9a-f]{1,6})\$/g,
      (whole, code: string) => rustEscapes[code] ?? codePoint(code) ?? whole,
    )
    .replaceAll('..', '::');
}

const rustEscapes: Record<string, string> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};

function codePoint(code: string): string | undefined {
  const value = Number.parseInt(code.slice(1), 16);
  return code.startsWith('u') && value <= 0x10ffff ? String.fromCodePoint(value) : undefined;
}
