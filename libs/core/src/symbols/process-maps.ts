import { readFileSync } from 'node:fs';

/** An executable part of a process's memory. */
export interface Mapping {
  readonly start: bigint;
  readonly end: bigint;
  /** Offset in the file. */
  readonly offset: bigint;
  /** Device as `fd:01`, inode: 0 for memory without a file. */
  readonly device: string;
  readonly inode: bigint;
  /** Seen from this process's root directory where it can be reached from there, else from the process's own. `[vdso]`
   *  and the like for special memory, empty for memory without a name. */
  readonly path: string;
  /** The file has no name any more. */
  readonly deleted: boolean;
}

const deletedSuffix = ' (deleted)';
const line = /^([0-9a-f]+)-([0-9a-f]+) ([-rwxsp]{4}) ([0-9a-f]+) ([0-9a-f]+:[0-9a-f]+) (\d+) *(.*)$/;

/** More executable mappings than any program has; a hostile one ends here. */
const maximumMappings = 1 << 14;

/** The executable mappings in the text of /proc/PID/maps, by address. Lines that make no sense are left out. */
export function parseMaps(text: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (const row of text.split('\n')) {
    if (!/^[0-9a-f]+-[0-9a-f]+ ..x/.test(row)) continue;
    const match = line.exec(row);
    if (!match || mappings.length >= maximumMappings) continue;
    const named = unescapePath(match[7]!);
    const inode = BigInt(match[6]!);
    const deleted = inode !== 0n && named.endsWith(deletedSuffix);
    mappings.push({
      start: BigInt(`0x${match[1]}`),
      end: BigInt(`0x${match[2]}`),
      offset: BigInt(`0x${match[4]}`),
      device: match[5]!,
      inode,
      path: deleted ? named.slice(0, -deletedSuffix.length) : named,
      deleted,
    });
  }
  return mappings;
}

/** The kernel writes newlines in paths as `\012`. */
function unescapePath(path: string): string {
  return path.includes('\\012') ? path.replaceAll('\\012', '\n') : path;
}

/** The mapping that holds an address. They must be sorted, as the kernel gives them. */
export function mappingAt<M extends Mapping>(mappings: readonly M[], address: bigint): M | undefined {
  let low = 0;
  let high = mappings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (mappings[middle]!.start <= address) low = middle + 1;
    else high = middle;
  }
  const found = mappings[low - 1];
  return found && address < found.end ? found : undefined;
}

/** What is asked of a process. Tests put made-up processes here. */
export interface ProcessFiles {
  /** Text of /proc/PID/maps; undefined when the process has gone or may not be looked at. */
  maps(pid: number): string | undefined;
  /** When the process began, in clock ticks since boot: tells it from a later one with the same number. */
  startTime(pid: number): string | undefined;
  /** The user it runs as, and its number in its own PID namespace. */
  identity(pid: number): { uid: bigint; innerPid: number } | undefined;
}

/** The processes of this system. */
export const systemProcesses: ProcessFiles = {
  maps: (pid) => readText(`/proc/${pid}/maps`),
  startTime(pid) {
    const stat = readText(`/proc/${pid}/stat`);
    // The command name may hold anything; the last parenthesis ends it.
    return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  },
  identity(pid) {
    const status = readText(`/proc/${pid}/status`);
    if (!status) return undefined;
    const effective = /^Uid:\t\d+\t(\d+)/m.exec(status)?.[1];
    const inner = /^NSpid:.*\t(\d+)$/m.exec(status)?.[1];
    return effective === undefined ? undefined : { uid: BigInt(effective), innerPid: Number(inner ?? pid) };
  },
};

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
