import type { Argument, MatchedTokens } from './source-tree.ts';
import { argumentsOf } from './source-tree.ts';

/** A function with a body, by token indices. */
export interface FunctionDefinition {
  name: string;
  /** First token of the declaration, the name, the parameter list's brackets, the body's braces. */
  first: number;
  nameToken: number;
  opener: number;
  closer: number;
  bodyOpen: number;
  bodyClose: number;
  parameters: Argument[];
  /** Words before the name. */
  specifiers: string[];
}

/** A declaration without body. */
export interface Prototype {
  name: string;
  first: number;
  nameToken: number;
  specifiers: string[];
}

/** Everything of the form `words NAME(parameters) {...}` or `...;` at file scope, probe macros included. */
export function functionsOf(
  matched: MatchedTokens,
  source: string,
): { definitions: FunctionDefinition[]; prototypes: Prototype[] } {
  const { tokens, partner } = matched;
  const definitions: FunctionDefinition[] = [];
  const prototypes: Prototype[] = [];
  let first = 0;
  let call: { nameToken: number; opener: number } | undefined;
  const restart = (index: number) => {
    first = index;
    call = undefined;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind === 'directive') {
      if (first === index) restart(index + 1);
      continue;
    }
    if (token.text === ';') {
      if (call && !tokens.slice(first, call.nameToken).some(({ text }) => text === 'typedef' || text === '=')) {
        prototypes.push({
          name: tokens[call.nameToken]!.text,
          first,
          nameToken: call.nameToken,
          specifiers: words(first, call.nameToken),
        });
      }
      restart(index + 1);
    } else if (token.text === '=') {
      call = undefined;
    } else if (token.text === '(') {
      const before = tokens[index - 1];
      if (index > first && before?.kind === 'identifier' && before.text !== '__attribute__' && !call) {
        call = { nameToken: index - 1, opener: index };
      }
      index = partner[index]!;
    } else if (token.text === '[') {
      index = partner[index]!;
    } else if (token.text === '{') {
      const closer = partner[index]!;
      if (call) {
        const { nameToken, opener } = call;
        definitions.push({
          name: tokens[nameToken]!.text,
          first,
          nameToken,
          opener,
          closer: partner[opener]!,
          bodyOpen: index,
          bodyClose: closer,
          parameters: argumentsOf(matched, opener, source),
          specifiers: words(first, nameToken),
        });
        restart(closer + 1);
      }
      index = closer;
    }
  }
  return { definitions, prototypes };

  function words(from: number, to: number): string[] {
    return tokens.slice(from, to).map(({ text }) => text);
  }
}

/** Name of a parameter and its declaration with arrays turned into pointers; no name when it has none. */
export function parameterOf(text: string): { name: string | undefined; declaration: string } {
  const pointer = /\(\s*\*\s*(?:const\s+)?([A-Za-z_]\w*)\s*\)/.exec(text);
  if (pointer) return { name: pointer[1], declaration: text };
  const array = /^(.*?)([A-Za-z_]\w*)\s*((?:\[[^\]]*\]\s*)+)$/s.exec(text);
  if (array) return { name: array[2], declaration: `${array[1]}*${array[2]}` };
  const plain = /([A-Za-z_]\w*)\s*$/.exec(text);
  const word = plain?.[1];
  const before = plain ? text.slice(0, plain.index).trim() : '';
  const typeWord = /^(?:int|char|long|short|unsigned|signed|void|bool|u8|u16|u32|u64|s8|s16|s32|s64|size_t)$/;
  const isName =
    word !== undefined && before !== '' && !/(?:^|\s)(?:struct|union|enum)$/.test(before) && !typeWord.test(word);
  return { name: isName ? word : undefined, declaration: text };
}
