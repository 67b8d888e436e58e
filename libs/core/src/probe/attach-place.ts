import type { Link } from '../link/link.ts';
import type { BpfProgram } from '../program.ts';
import type { TracepointPlace, UserPlace } from './place.ts';

/** What probe-place.bpf.h assigns to the place in a program that is to be copied. */
const PLACE_MARK = 0x5bcc0001;

export interface AttachPlaceOptions {
  /** Which place it is, for the program. */
  value: number;
  /** Attach a copy of the program that has the value in it, as the kernel has no cookies. */
  copy: boolean;
  retprobe: boolean;
  /** Only this process, for user space. */
  pid: number | undefined;
}

/** Attaches a program to one of many places. */
export function attachPlace(
  program: BpfProgram,
  place: UserPlace | TracepointPlace,
  { value, copy, retprobe, pid }: AttachPlaceOptions,
): Link {
  const mark = { mark: PLACE_MARK, value };
  if (place.kind === 'tracepoint') {
    const { category, event } = place;
    if (copy) return program.attachCopy({ kind: 'tracepoint', category, event, ...mark });
    return program.attachTracepoint(category, event, BigInt(value));
  }
  const { path, offset, semaphore } = place;
  const where = { path, retprobe, ...(pid !== undefined && { pid }) };
  if (copy) {
    return program.attachCopy({
      kind: 'uprobe',
      ...where,
      offset,
      ...mark,
      ...(semaphore !== undefined && { semaphore }),
    });
  }
  return program.attachUprobe({
    ...where,
    offset: Number(offset),
    cookie: BigInt(value),
    ...(semaphore !== undefined && { semaphoreOffset: Number(semaphore) }),
  });
}
