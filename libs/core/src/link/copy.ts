import { closeSync, readFileSync } from 'node:fs';
import type { BpfProgram } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';
import { features } from '../features.ts';
import type { NativeLink } from './link.ts';

/** Which of its places a copy is for: the program assigns `mark` to a variable, the copy `value`. */
interface Copied {
  mark: number;
  value: number;
}

export type CopyOptions = Copied &
  (
    | { kind: 'uprobe'; path: string; offset: bigint; retprobe?: boolean; pid?: number; semaphore?: bigint }
    | { kind: 'tracepoint'; category: string; event: string }
  );

/** `enum perf_type_id`. */
const PERF_TYPE_TRACEPOINT = 2;
/** Bits of the uprobe event's `config`. */
const RETURN_PROBE = 1n;
const SEMAPHORE_SHIFT = 32n;

/**
 * Attaches a copy of a program that differs in one number. It is how a program knows the place where it runs on kernels
 * without attach cookies (before Linux 5.15); a copy costs about as much as attaching it does.
 */
export function attachCopy(program: BpfProgram, options: CopyOptions): NativeLink {
  const { mark, value } = options;
  const place =
    options.kind === 'uprobe'
      ? `${quote(options.path)}:0x${options.offset.toString(16)}`
      : `${quote(options.category)}:${quote(options.event)}`;
  const fd = attempt(`attach ${options.kind} to ${place}`, () =>
    program.attachCopy({ mark, value, ...eventOf(options) }),
  );
  let open = true;
  return {
    fd,
    close() {
      if (open) closeSync(fd);
      open = false;
    },
  };
}

/** As perf_event_open(2) wants it. */
function eventOf(options: CopyOptions) {
  if (options.kind === 'tracepoint') {
    const id = readFileSync(`${features.tracefs()}/events/${options.category}/${options.event}/id`, 'latin1');
    return { type: PERF_TYPE_TRACEPOINT, config: BigInt(id.trim()) };
  }
  const { path, offset, retprobe = false, pid, semaphore = 0n } = options;
  const type = Number(readFileSync('/sys/bus/event_source/devices/uprobe/type', 'latin1'));
  const config = (retprobe ? RETURN_PROBE : 0n) | (semaphore << SEMAPHORE_SHIFT);
  return { type, config, path, offset, ...(pid !== undefined && { pid }) };
}
