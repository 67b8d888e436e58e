import { UsageError } from './usage-error.ts';

/** How long one text may be tried against a pattern that needs backtracking. */
const BACKTRACKING_LIMIT_MS = 100;

/** A pattern to search for, anywhere in a text. */
export interface Pattern {
  readonly source: string;
  /** Never takes longer than about 100 ms, whatever pattern and text are. */
  test(text: string): boolean;
}

/**
 * A regular expression from the command line, searched for anywhere in the text; a leading `(?i)` ignores case.
 *
 * Texts come from other processes, so a pattern that backtracks without end must not stop the tool. V8 restarts such a
 * search in its linear-time engine. Patterns that engine cannot do (backreferences, lookahead, counts above 16) run
 * under a time limit; a text that cannot be decided within it counts as a match, so that nothing hides that way.
 * @throws UsageError when the pattern is not valid.
 */
export function regularExpression(text: string): Pattern {
  const flags = text.startsWith('(?i)') ? 'i' : '';
  const source = flags ? text.slice('(?i)'.length) : text;
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, flags);
  } catch (error) {
    const reason = (error as Error).message.split(': ').at(-1);
    throw new UsageError(`'${text}' is not a regular expression: ${reason?.toLowerCase()}`);
  }
  return hasLinearForm(source, flags)
    ? { source: text, test: (subject) => pattern.test(subject) }
    : { source: text, test: limitedTest(pattern) };
}

function hasLinearForm(source: string, flags: string): boolean {
  const v8 = process.getBuiltinModule('node:v8');
  v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  v8.setFlagsFromString('--enable-experimental-regexp-engine');
  try {
    new RegExp(source, `${flags}l`);
    return true;
  } catch {
    return false;
  } finally {
    v8.setFlagsFromString('--no-enable-experimental-regexp-engine');
  }
}

function limitedTest(pattern: RegExp): (subject: string) => boolean {
  const vm = process.getBuiltinModule('node:vm');
  const context = vm.createContext({ pattern, subject: '' });
  const search = new vm.Script('pattern.test(subject)');
  return (subject) => {
    context.subject = subject;
    try {
      return search.runInContext(context, { timeout: BACKTRACKING_LIMIT_MS }) as boolean;
    } catch {
      return true;
    }
  };
}
