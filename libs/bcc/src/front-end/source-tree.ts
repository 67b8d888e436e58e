import type { Token } from './lexer.ts';

/** Tokens with each bracket's partner. */
export interface MatchedTokens {
  tokens: readonly Token[];
  /** Index of the partner of a bracket, -1 for other tokens. */
  partner: Int32Array;
}

/** A bracket without partner. */
export interface UnmatchedBracket {
  token: Token;
  message: string;
}

const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Pairs brackets, or tells which one has no partner. */
export function matchBrackets(tokens: readonly Token[]): MatchedTokens | UnmatchedBracket {
  const partner = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'punctuator') continue;
    if (token.text in closers) open.push(index);
    if (token.text !== ')' && token.text !== ']' && token.text !== '}') continue;
    const opener = open.pop();
    if (opener === undefined) return { token, message: `this '${token.text}' closes nothing` };
    if (closers[tokens[opener]!.text] !== token.text) {
      const expected = closers[tokens[opener]!.text];
      return { token: tokens[opener]!, message: `this '${tokens[opener]!.text}' has no '${expected}'` };
    }
    partner[opener] = index;
    partner[index] = opener;
  }
  const opener = open.pop();
  if (opener !== undefined) {
    const { text } = tokens[opener]!;
    return { token: tokens[opener]!, message: `this '${text}' has no '${closers[text]}'` };
  }
  return { tokens, partner };
}

/** An argument between commas: tokens `first` to `last`, none when `last < first`. */
export interface Argument {
  first: number;
  last: number;
  text: string;
}

/** The arguments in the brackets that open at token `opener`; commas in inner brackets do not count. */
export function argumentsOf({ tokens, partner }: MatchedTokens, opener: number, source: string): Argument[] {
  const closer = partner[opener]!;
  const result: Argument[] = [];
  let first = opener + 1;
  const add = (end: number) => {
    const last = end - 1;
    const text = last < first ? '' : source.slice(tokens[first]!.start, tokens[last]!.end);
    result.push({ first, last, text });
    first = end + 1;
  };
  if (closer === opener + 1) return result;
  for (let index = opener + 1; index < closer; index++) {
    const token = tokens[index]!;
    if (partner[index]! > index) index = partner[index]!;
    else if (token.text === ',') add(index);
  }
  add(closer);
  return result;
}
