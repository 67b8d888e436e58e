import type { Mentions } from '../../libs/core/src/btf/select-types.ts';

export interface SourceMentions extends Mentions {
  /** Tags the source itself gives a body. */
  defined: ReadonlySet<string>;
  /** Identifiers except those the source declares itself: possible typedefs and enumerators of the kernel. */
  foreign: ReadonlySet<string>;
}

/** Identifiers of a C source and the tags it uses, without what stands in comments, strings and include lines. */
export function mentionsOf(source: string): SourceMentions {
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
  const declared = declaredNames(code);
  const foreign = new Set([...identifiers].filter((name) => !declared.has(name)));
  return { identifiers, tags, defined, foreign };
}

/** Macros, enumerators, and what is declared at file scope: functions, variables, typedefs. */
function declaredNames(code: string): Set<string> {
  const names = new Set<string>();
  const add = (matches: Iterable<RegExpMatchArray>) => {
    for (const [, name] of matches) names.add(name!);
  };
  add(code.matchAll(/^\s*#\s*define\s+(\w+)/gm));
  for (const [, body] of code.matchAll(/\benum\b[^;{()]*\{([^}]*)\}/g)) add(body!.matchAll(/(?:^|,)\s*(\w+)/g));
  for (const statement of fileScope(code).split(/;|\{\}/)) {
    const [declaration = ''] = statement.replace(/__attribute__\s*\(\(.*?\)\)|\bSEC\s*\(""\)/g, ' ').split('=');
    add(declaration.matchAll(/(\w+)\s*\(/g));
    add(declaration.matchAll(/\(\s*(\w+)\s*,/g));
    add(declaration.matchAll(/(\w+)\s*(?:\[[^\]]*\]\s*)*$/g));
  }
  return names;
}

/** The code without preprocessor lines and with every body in braces emptied. */
function fileScope(code: string): string {
  const plain = code.replace(/^\s*#(?:.*\\\n)*.*$/gm, '');
  let depth = 0;
  let result = '';
  for (const character of plain) {
    if (character === '}') depth = Math.max(0, depth - 1);
    if (depth === 0) result += character;
    if (character === '{') depth++;
  }
  return result;
}
