/** Memory that was allocated and not freed, as a program keeps it by address. */
interface Block {
  size: bigint;
  time_ns: bigint;
  stack: number;
  /** Of the stack, where that is none of its frames; or 0. */
  caller: bigint;
  /** Which of the programs a process has run allocated it. */
  generation: number;
}

interface StackKey {
  stack: number;
  caller: bigint;
  generation: number;
}

/** What a stack has allocated and not freed. */
interface StackSum {
  bytes: bigint;
  blocks: bigint;
}

interface BlockChoice {
  generation: number;
  /** Only blocks that were there by then. */
  until: bigint;
}

/** A block with its address. */
export interface ListedBlock {
  address: bigint;
  size: bigint;
}

function newSum(key: StackKey): readonly [StackKey, StackSum] {
  return [key, { bytes: 0n, blocks: 0n }];
}

/** Adds blocks up by stack, and lists them by size. */
export function outstandingBlocks(
  blocks: Iterable<readonly [address: bigint, block: Block]>,
  { generation, until }: BlockChoice,
): { sums: (readonly [StackKey, StackSum])[]; list: ListedBlock[] } {
  const sums = new Map<string, readonly [StackKey, StackSum]>();
  const list: ListedBlock[] = [];
  for (const [address, block] of blocks) {
    if (block.generation !== generation || block.time_ns > until) continue;
    const { caller, stack } = block;
    const key = `${stack} ${caller}`;
    const known = sums.get(key) ?? newSum({ stack, caller, generation });
    known[1].bytes += block.size;
    known[1].blocks += 1n;
    sums.set(key, known);
    list.push({ address, size: block.size });
  }
  list.sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : 0));
  return { sums: [...sums.values()], list };
}
