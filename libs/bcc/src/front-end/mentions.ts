import type { Mentions } from '@bcc-ts/core';
import type { Token } from './lexer.ts';
import type { MatchedTokens } from './source-tree.ts';

export interface TextMentions extends Mentions {
  /** Tags the text gives a body. */
  definedTags: Set<string>;
  /** Names it declares at file scope: functions, variables, typedefs, enumerators. */
  declared: Set<string>;
}

/** What a preprocessed text says of types, as far as it decides which of the kernel's it needs. */
export function mentionsOf(matched: MatchedTokens): TextMentions {
  const { tokens, partner } = matched;
  const tags = new Set<string>();
  const definedTags = new Set<string>();
  const identifiers = new Set<string>();
  const declared = new Set<string>();
  const enumBodies = new Set<number>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== 'identifier') continue;
    const isTag = token.text === 'struct' || token.text === 'union' || token.text === 'enum';
    if (!isTag) {
      identifiers.add(token.text);
      continue;
    }
    const at = skipAttributes(matched, index + 1);
    const name = tokens[at];
    if (name?.kind === 'identifier') {
      tags.add(name.text);
      if (tokens[at + 1]?.text === '{') definedTags.add(name.text);
    }
    const brace = name?.text === '{' ? at : tokens[at + 1]?.text === '{' ? at + 1 : -1;
    if (brace >= 0 && token.text === 'enum') {
      enumBodies.add(brace);
      for (let item = brace + 1, expected = true; item < partner[brace]!; item++) {
        if (expected && tokens[item]!.kind === 'identifier') declared.add(tokens[item]!.text);
        expected = tokens[item]!.text === ',';
      }
    }
  }
  for (const name of fileScopeNames(matched)) declared.add(name);
  const foreign = new Set([...identifiers].filter((name) => !declared.has(name)));
  return { tags, identifiers, foreign, definedTags, declared };
}

function skipAttributes({ tokens, partner }: MatchedTokens, index: number): number {
  let at = index;
  while (tokens[at]?.text === '__attribute__' && tokens[at + 1]?.text === '(') at = partner[at + 1]! + 1;
  return at;
}

/** Names that end a declarator outside of every bracket, and those of function pointers. */
function* fileScopeNames({ tokens, partner }: MatchedTokens): Generator<string> {
  for (let index = 0; index < tokens.length; index++) {
    const token: Token = tokens[index]!;
    if (token.text === '(') {
      const [star, name] = [tokens[index + 1], tokens[index + 2]];
      if (star?.text === '*' && name?.kind === 'identifier' && tokens[index + 3]?.text === ')') yield name.text;
    }
    if (partner[index]! > index) {
      index = partner[index]!;
      continue;
    }
    const next = tokens[skipAttributes({ tokens, partner }, index + 1)]?.text;
    if (token.kind === 'identifier' && (next === '(' || next === '=' || next === ';' || next === '[' || next === ',')) {
      yield token.text;
    }
  }
}
