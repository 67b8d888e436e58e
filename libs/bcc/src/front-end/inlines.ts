import { definedNames } from './defined-names.ts';
import { headersIn, headerText } from './header-files.ts';
import { tokenize } from './lexer.ts';

interface Inline {
  name: string;
  text: string;
}

let known: Inline[] | undefined;

/** The functions of the headers in `inlines`: blocks that begin with a comment naming what they offer. */
function all(): Inline[] {
  if (known) return known;
  known = [];
  for (const header of headersIn('inlines')) {
    for (const [, names = '', text = ''] of headerText(header).matchAll(
      /^\/\* offers: ([\w ]+) \*\/\n([\s\S]*?)(?=^\/\* offers:|$(?![\s\S]))/gm,
    )) {
      for (const name of names.split(' ')) known.push({ name, text });
    }
  }
  return known;
}

/** C of the functions a text calls and does not define, each after those it needs. */
export function inlinesFor(text: string, architecture: 'x64' | 'arm64'): string {
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const chosen = new Map<string, Inline>();
  let own: Set<string> | undefined;
  const add = (name: string) => {
    own ??= definedNames(tokenize(text));
    if (own.has(name) || new RegExp(`\\bstruct\\s+${name}\\s*\\{`).test(text)) return;
    const inline = all().find((candidate) => candidate.name === name);
    if (!inline || chosen.has(inline.text)) return;
    for (const mention of new Set(inline.text.match(/[A-Za-z_]\w*/g))) if (mention !== name) add_(mention);
    chosen.set(inline.text, inline);
  };
  const names = new Set(all().map(({ name }) => name));
  const open = new Set<string>();
  const add_ = (name: string) => {
    if (!names.has(name) || open.has(name)) return;
    open.add(name);
    add(name);
  };
  for (const { name } of all()) if (words.has(name)) add_(name);
  const ip = architecture === 'arm64' ? 'pc' : 'ip';
  return [...chosen.keys()]
    .join('\n')
    .replaceAll('__bcc_ip', ip)
    .replace(/\n*$/, chosen.size > 0 ? '\n' : '');
}
