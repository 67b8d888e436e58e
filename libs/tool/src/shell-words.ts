import { UsageError } from './usage-error.ts';

/**
 * The words of a command given as one argument, with quotes and backslashes as in a shell. Nothing is expanded.
 * @throws UsageError when a quote is not closed or there is no word.
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part, single, double, escaped, plain] of text.matchAll(
    /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)|[\s\S]/g,
  )) {
    const content = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain;
    if (content !== undefined) {
      word = (word ?? '') + content;
    } else if (/\s/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      throw new UsageError(`${part === '\\' ? 'nothing follows the backslash' : 'a quote is not closed'}: ${text}`);
    }
  }
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw new UsageError('there is no command');
  return words;
}
