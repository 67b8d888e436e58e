/**
 * Text beyond ASCII as Rust's names hold it: RFC 3492, with `_` for the delimiter. Undefined when it is damaged.
 */
export function decodePunycode(text: string): string | undefined {
  const split = text.lastIndexOf('_');
  const output = [...(split > 0 ? text.slice(0, split) : '')].map((c) => c.codePointAt(0)!);
  let [code, index, bias] = [128, 0, 72];
  for (let at = split + 1; at < text.length; ) {
    const before = index;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(text[at++] ?? '?');
      if (digit < 0) return undefined;
      index += digit * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (weight > 2 ** 40) return undefined;
    }
    const size = output.length + 1;
    let delta = before === 0 ? Math.floor((index - before) / 700) : (index - before) >> 1;
    delta += Math.floor(delta / size);
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(index / size);
    index %= size;
    if (code > 0x10ffff) return undefined;
    output.splice(index++, 0, code);
  }
  return String.fromCodePoint(...output);
}
