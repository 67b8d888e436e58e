import type { Token } from './lexer.ts';

/** What a text gives a meaning itself: its functions with a body, enumerators and attributes. */
export function definedNames(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  const attributes = tokens
    .map(({ text }) => text)
    .join(' ')
    .matchAll(/__attribute__ \( \( (\w+)/g);
  for (const [, attribute] of attributes) names.add(attribute!);
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== 'identifier') continue;
    if (token.text === 'enum') {
      let at = index + 1;
      if (tokens[at]?.kind === 'identifier') at++;
      if (tokens[at]?.text !== '{') continue;
      for (let expect = true; ++at < tokens.length && tokens[at]!.text !== '}'; ) {
        if (expect && tokens[at]!.kind === 'identifier') names.add(tokens[at]!.text);
        expect = tokens[at]!.text === ',' || tokens[at]!.kind === 'directive';
      }
    } else if (tokens[index + 1]?.text === '(' && tokens[index - 1] && /^[\w*]+$/.test(tokens[index - 1]!.text)) {
      let depth = 0;
      let at = index + 1;
      for (; at < tokens.length; at++) {
        if (tokens[at]!.text === '(') depth++;
        else if (tokens[at]!.text === ')' && --depth === 0) break;
      }
      const before = tokens[index - 1]!;
      if (tokens[at + 1]?.text === '{' && before.text !== 'return' && before.text !== 'else') names.add(token.text);
    }
  }
  return names;
}
