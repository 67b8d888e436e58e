/** A line of trace_pipe, taken apart. */
export interface TraceFields {
  /** Name of the task that ran. */
  task: string;
  pid: number;
  cpu: number;
  /** The kernel's letters for interrupt state and preemption. */
  flags: string;
  /** Seconds since boot. */
  ts: number;
  /** What the program printed. */
  msg: string;
}

const commWidth = 16;
const rest = /^-(\d+)\s+(?:\([\s\d-]+\)\s+)?\[(\d+)\]\s+(\S+)\s+(\d+\.\d+):\s(?:[^\s:]*:)?\s?(.*)$/s;

/** Whether the kernel tells of lines it had to drop. */
export function isLostLine(line: string): boolean {
  return line.startsWith('CPU:');
}

/**
 * Takes a line (bytes as latin1, without its newline) apart. A line of another form is the message of a task `Unknown`,
 * with zeros in the other fields.
 */
export function parseTraceLine(line: string): TraceFields {
  // The name of a task may hold anything, so its width counts; wider than that it is only in kernels that pad less.
  const width = line.charAt(commWidth) === '-' ? commWidth : line.search(/-\d+\s+(?:\(|\[)/);
  const match = width < 0 ? null : rest.exec(line.slice(width));
  if (!match) return { task: 'Unknown', pid: 0, cpu: 0, flags: 'Unknown', ts: 0, msg: utf8(line) };
  const [, pid, cpu, flags = '', ts, msg = ''] = match;
  const task = utf8(line.slice(0, width).trimStart());
  return { task, pid: Number(pid), cpu: Number(cpu), flags, ts: Number(ts), msg: utf8(msg) };
}

/** Fills in a format of field numbers: `{1} {5}` is pid and message. */
export function formatTraceFields(format: string, { task, pid, cpu, flags, ts, msg }: TraceFields): string {
  const values = [task, pid, cpu, flags, ts.toFixed(6), msg];
  return format.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

export function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
