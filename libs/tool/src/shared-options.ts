/**
 * Options that mean the same in many tools. A tool takes one as it is, `pid: pidOption`, or spreads it and says what
 * differs: `pid: { ...pidOption, describe: 'only requests made by this process' }`.
 */
import { integerIn, positiveU64, powerOfTwo } from './option-parsers.ts';
import { regularExpression } from './regular-expression.ts';
import { UsageError } from './usage-error.ts';
import { userId } from './user-id.ts';

/** Without the NUL. */
const COMM_BYTES = 15;
/** The kernel's PID_MAX_LIMIT on 64-bit machines. */
const LARGEST_PID = 1 << 22;

/** The id of a process or thread. */
export const taskId = integerIn(1, LARGEST_PID);

/** 2 GiB: a map's size in bytes has 32 bits. */
const MOST_BUFFER_PAGES = 524_288;

/** Seconds until the tool ends by itself. */
export const durationOption = {
  type: 'number',
  placeholder: 'SECONDS',
  min: 0.001,
  describe: 'stop after this many seconds',
} as const;

/**
 * Size of the buffer that events come through. 4 MiB hold what 40,000 to 60,000 small events take, more than comes in
 * while V8 is still compiling the code that shows them. All of it is resident at once.
 */
export const bufferPagesOption = {
  type: 'string',
  placeholder: 'PAGES',
  parse: (text: string) => powerOfTwo(text, MOST_BUFFER_PAGES),
  default: 1024,
  describe: 'size of the buffer for events, in pages of 4 KiB',
} as const;

/** Tables of tools that draw a screen: one below the other, as in a pipe. The kit offers it by itself. */
export const noClearOption = {
  alias: 'C',
  type: 'boolean',
  describe: 'do not draw over the last output on a terminal',
} as const;

/** The most rows of an output. */
export const maxRowsOption = {
  alias: 'r',
  type: 'integer',
  placeholder: 'ROWS',
  min: 1,
  default: 20,
  describe: 'the most rows of an output',
} as const;

/** A user by name or number; the value is the id. `option_uid` of the program is -1 for all. */
export const userOption = {
  alias: 'u',
  type: 'string',
  placeholder: 'USER',
  completes: 'user',
  parse: userId,
  describe: 'only this user, by name or number',
} as const;

/** A user by number. */
export const uidOption = {
  alias: 'u',
  type: 'integer',
  min: 0,
  max: 0xfffffffe,
  describe: 'only this user id',
} as const;

/** One process. `option_pid` of the program is 0 for all. */
export const pidOption = {
  alias: 'p',
  type: 'integer',
  placeholder: 'PID',
  completes: 'pid',
  min: 1,
  max: LARGEST_PID,
  describe: 'only this process',
} as const;

/** One thread. */
export const tidOption = {
  alias: 't',
  type: 'integer',
  placeholder: 'TID',
  min: 1,
  max: LARGEST_PID,
  describe: 'only this thread',
} as const;

/** Only what a command does that the kit starts, for programs that include followed-tasks.bpf.h. */
export const execOption = {
  type: 'rest',
  describe: 'run this command, and trace only it and the processes it starts',
} as const;

/** A number of bytes, times or the like up to the kernel's 64 bits; the value is a bigint. */
export const u64Option = { type: 'string', parse: positiveU64 } as const;

/** The name of a command, or a part of it, as the kernel keeps it: for `char option_...[16]`. */
export const commOption = { type: 'string', placeholder: 'NAME', parse: commandName } as const;

function commandName(text: string): string {
  if (text === '') throw new UsageError('the name is empty');
  if (Buffer.byteLength(text) <= COMM_BYTES) return text;
  throw new UsageError(`the kernel keeps ${COMM_BYTES} bytes of a command's name, '${text}' has more`);
}

/** A regular expression, searched anywhere in the text. */
export const patternOption = { type: 'string', placeholder: 'REGEX', parse: regularExpression } as const;
