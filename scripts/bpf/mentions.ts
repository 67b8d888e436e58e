import type { Mentions } from '../../libs/core/src/btf/select-types.ts';

/** Identifiers of a C source and the tags it uses, without what stands in comments, strings and include lines. */
export function mentionsOf(source: string): Mentions & { defined: ReadonlySet<string> } {
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ')
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/^\s*#\s*include.*$/gm, '');
  const identifiers = new Set(code.match(/[A-Za-z_]\w*/g));
  const tags = new Set<string>();
  const defined = new Set<string>();
  for (const [, tag, brace] of code.matchAll(/\b(?:struct|union|enum)\s+([A-Za-z_]\w*)\s*(\{)?/g)) {
    tags.add(tag!);
    if (brace) defined.add(tag!);
  }
  return { identifiers, tags, defined };
}
