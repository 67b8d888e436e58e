import { alwaysMentioned } from './always-mentioned.ts';
import { mentionsOf } from './mentions.ts';

interface Block {
  text: string;
  /** `struct file`, `u32` or, for anonymous enums, nothing. */
  name: string | undefined;
  enumerators: string[];
}

/**
 * Cuts the types header down to what one program mentions, by the rule it was made by. Compiling is faster for it,
 * and a program can give its own structs the names of kernel structs that only other programs use.
 */
export function pruneTypes(header: string, source: string): string {
  const { prologue, blocks, epilogue } = split(header);
  const byName = new Map(blocks.flatMap((block) => (block.name ? [[block.name, block] as const] : [])));
  const own = mentionsOf(source);
  const always = mentionsOf(alwaysMentioned);
  const identifiers = new Set([...own.identifiers, ...always.identifiers]);
  const kept = new Set<Block>();

  const keep = (name: string) => {
    const block = byName.get(name);
    if (!block || kept.has(block)) return;
    kept.add(block);
    for (const line of block.text.split('\n')) for (const needed of neededBy(line, identifiers)) keep(needed);
  };
  for (const tag of [...own.tags, ...always.tags]) {
    if (!own.defined.has(tag)) for (const kind of ['struct', 'union', 'enum']) keep(`${kind} ${tag}`);
  }
  const foreign = new Set([...own.foreign, ...always.foreign]);
  for (const identifier of foreign) keep(identifier);
  for (const block of blocks) if (block.enumerators.some((name) => foreign.has(name))) kept.add(block);
  return [prologue, ...blocks.filter((block) => kept.has(block)).map(({ text }) => text), epilogue].join('\n\n');
}

/** The definitions a member line needs: typedefs, embedded structs, and what a mentioned pointer points at. */
function* neededBy(line: string, identifiers: ReadonlySet<string>): Generator<string> {
  const tagged = /\b(struct|union|enum) (\w+) ([^;{]*)/.exec(line);
  if (tagged) {
    const [, kind, tag, declarator] = tagged;
    const pointer = declarator!.startsWith('*') || declarator!.startsWith('(*');
    if (!pointer || declarator!.match(/\w+/g)?.some((word) => identifiers.has(word))) yield `${kind} ${tag}`;
  }
  for (const word of line.match(/\w+/g) ?? []) yield word;
}

function split(header: string): { prologue: string; blocks: Block[]; epilogue: string } {
  const parts = header.split('\n\n');
  const definitions = parts.slice(2, -1);
  return {
    prologue: parts.slice(0, 2).join('\n\n'),
    blocks: definitions.map((text) => ({ text, name: nameOf(text), enumerators: enumeratorsOf(text) })),
    epilogue: parts.at(-1)!,
  };
}

function nameOf(text: string): string | undefined {
  if (text.startsWith('typedef')) return /(\w+)(?:\[\d*\])*;$/.exec(text)?.[1];
  return /^((?:struct|union|enum) \w+) \{/.exec(text)?.[1];
}

function enumeratorsOf(text: string): string[] {
  return /^(typedef )?enum\b/.test(text) ? [...text.matchAll(/^\t(\w+) = /gm)].map(([, name]) => name!) : [];
}
