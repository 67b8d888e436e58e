import type { Edits } from './edits.ts';
import type { Kernel } from './kernel-facts.ts';
import { unprintable } from './printk-format.ts';
import { SourceError } from './source-error.ts';
import { argumentsOf, type MatchedTokens } from './source-tree.ts';

/** Something at an offset of the preprocessed text that has no effect. */
export interface Warning {
  offset: number;
  message: string;
}

/** Linux 5.13, as `LINUX_VERSION_CODE`: its `bpf_trace_printk` knows widths and more than one string. */
const printsMoreSince = (5 << 16) | (13 << 8);

/** A literal format becomes a constant array, as the helper wants its address and size. */
export function writePrintk(
  matched: MatchedTokens,
  text: string,
  kernel: Kernel,
  edits: Edits,
  index: number,
): Warning[] {
  const { tokens, partner } = matched;
  const opener = index + 1;
  const args = argumentsOf(matched, opener, text);
  const [format] = args;
  const isLiteral =
    format !== undefined &&
    format.last >= format.first &&
    tokens.slice(format.first, format.last + 1).every(({ kind }) => kind === 'string');
  if (!isLiteral) {
    if (tokens[index]!.text === 'bpf_printk') {
      throw new SourceError(tokens[index]!.start, 'bpf_printk takes a format in quotes');
    }
    return [];
  }
  if (args.length > 4) {
    throw new SourceError(
      tokens[index]!.start,
      `${tokens[index]!.text} prints at most 3 values, not ${args.length - 1}; send more through BPF_PERF_OUTPUT`,
    );
  }
  edits.replace(tokens[index]!.start, tokens[opener]!.end, '({ static const char __bcc_f[] = ');
  const last = tokens[format.last]!;
  edits.insert(last.end, '; bpf_trace_printk(__bcc_f, sizeof(__bcc_f)');
  edits.insert(tokens[partner[opener]!]!.end, '; })');
  const literals = tokens.slice(format.first, format.last + 1);
  const fault = unprintable(
    literals.map((literal) => literal.text),
    kernel.versionCode < printsMoreSince,
  );
  return fault ? [{ offset: literals[fault.piece]!.start + fault.at, message: fault.message }] : [];
}
