import { type EventTime, frameText, type ListedBlock, outstandingBlocks, type StackFrame } from '@bcc-ts/tool';
import type { Block, ProgramShape, StackKey, StackSum } from './memleak.bpf.c';

const NS_PER_MS = 1_000_000n;

/** Whose memory a run looks at; neither is the kernel's. */
interface Traced {
  pid: number | undefined;
  command: readonly string[] | undefined;
}

interface ReportOptions {
  older: number;
  top: number;
  'combined-only': boolean;
  'show-allocs': boolean;
}

/** The part of the loaded program that is read. */
interface MemoryObject {
  maps: Pick<ProgramShape['maps'], 'blocks' | 'stack_sums'>;
  bss: unknown;
}

export const hex = (address: bigint) => address.toString(16).padStart(16, '0');

/** The first line. */
export function preamble({ pid, command }: Traced): string {
  if (command) return `Executing '${command.join(' ')}' and tracing the resulting process.`;
  return `Attaching to ${pid === undefined ? 'kernel allocators' : `pid ${pid}`}, Ctrl+C to quit.`;
}

export function title({ pid, command }: Traced): string {
  return `Outstanding memory of ${command?.join(' ') ?? (pid === undefined ? 'the kernel' : `process ${pid}`)}`;
}

/** What the program has recorded and not seen freed, by the stacks that allocated it. */
export class OutstandingMemory {
  readonly #object: MemoryObject;
  #listed: ListedBlock[] = [];

  constructor(object: MemoryObject) {
    this.#object = object;
  }

  /** What is there now, of the program that the process runs now. */
  read(options: ReportOptions, time: EventTime): (readonly [StackKey, StackSum])[] {
    const { blocks, stack_sums: sums } = this.#object.maps;
    const generation = Number((this.#object.bss as { generation: number | bigint }).generation);
    if (options['combined-only']) {
      return sums.entries().filter(([key, sum]) => key.generation === generation && sum.blocks > 0n);
    }
    const until = time.ns - BigInt(options.older) * NS_PER_MS;
    const found = outstandingBlocks(blocks.entries() as Iterable<readonly [bigint, Block]>, { generation, until });
    this.#listed = options['show-allocs'] ? found.list : [];
    return found.sums;
  }

  /** Lines above the stacks; of the blocks, where they are wanted, that were read last. */
  heading({ top }: ReportOptions, time: EventTime): string[] {
    return [
      `[${time.clock}] Top ${top} stacks with outstanding allocations:`,
      ...this.#listed.map(({ address, size }) => `\taddr = ${address.toString(16)} size = ${size}`),
    ];
  }
}

/** Lines of one stack. */
export function stackLines(
  { bytes, blocks }: StackSum,
  frames: readonly StackFrame[],
  options: ReportOptions,
): string[] {
  const place = ({ address }: StackFrame) => (options['combined-only'] ? '' : `0x${hex(address)}\t`);
  return [
    `\t${bytes} bytes in ${blocks} allocations from stack`,
    ...frames.map((frame) => `\t\t${place(frame)}${frameText(frame)}`),
  ];
}
