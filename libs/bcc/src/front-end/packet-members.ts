import { children, type Node, typeText, unwrapped } from './ast.ts';
import type { Edits } from './edits.ts';
import type { PacketField } from './packets.ts';
import type { FunctionFacts } from './pointers.ts';
import { SourceError } from './source-error.ts';

interface Range {
  start: number;
  end: number;
}

/**
 * Members of packet headers in one function: their pointer is an offset into the packet, so reading and writing them,
 * and taking their address, are calls with the packet and that offset.
 */
export class PacketMembers {
  readonly #facts: FunctionFacts;
  readonly #headers: ReadonlyMap<string, ReadonlyMap<string, PacketField>>;
  readonly #edits: Edits;
  readonly #range: (node: Node) => Range | undefined;
  readonly #first: (range: Range) => boolean;

  /** @param first Whether a range is seen for the first time: the tree names some places twice. */
  constructor(
    facts: FunctionFacts,
    headers: ReadonlyMap<string, ReadonlyMap<string, PacketField>>,
    edits: Edits,
    range: (node: Node) => Range | undefined,
    first: (range: Range) => boolean,
  ) {
    this.#facts = facts;
    this.#headers = headers;
    this.#edits = edits;
    this.#range = range;
    this.#first = first;
  }

  /** False when the place is no member of a packet's header. */
  read(place: Node): boolean {
    const packet = this.#field(place);
    if (!packet) return false;
    const { range, holderEnd, skb, field } = packet;
    if (this.#first(range)) {
      this.#edits.insert(range.start, `bpf_dext_pkt(${skb}, (unsigned long long)(`);
      this.#edits.replace(holderEnd, range.end, `) + ${field.bit >> 3}, ${field.bit & 7}, ${field.width})`);
    }
    return true;
  }

  /** What a member of a packet's header stands for; undefined for any other place. */
  #field(place: Node) {
    if (place.kind !== 'MemberExpr' || !place.isArrow || this.#headers.size === 0) return undefined;
    const holder = children(place)[0];
    const tag = holder && /^(?:const )?struct (\w+) \*$/.exec(typeText(holder))?.[1];
    const field = tag === undefined ? undefined : this.#headers.get(tag)?.get(place.name ?? '');
    const range = this.#range(place);
    const holderEnd = holder && this.#range(holder)?.end;
    if (!field || !range || holderEnd === undefined) return undefined;
    return { range, holderEnd, skb: this.#packet(range.start), field };
  }

  /** Name of the function's parameter that is the packet; a program may leave its context without a type. */
  #packet(offset: number): string {
    const { parameters } = this.#facts;
    const parameter =
      parameters.find((candidate) => /struct __sk_buff \*/.test(typeText(candidate))) ??
      parameters.slice(0, 1).find((candidate) => typeText(candidate) === 'void *');
    if (parameter?.name !== undefined) return parameter.name;
    throw new SourceError(
      offset,
      'a member of a packet header can be used only in a function that has a struct __sk_buff * parameter',
    );
  }

  /** The address of a member is the packet's offset of the byte it begins in. */
  address(node: Node, operand: Node): void {
    const packet = this.#field(unwrapped(operand));
    const range = this.#range(node);
    if (!packet || !range || !this.#first(range)) return;
    this.#edits.replace(range.start, packet.range.start, '((void *)((unsigned long long)(');
    this.#edits.replace(packet.holderEnd, range.end, `) + ${packet.field.bit >> 3}))`);
  }

  /** False when the target is no member of a packet's header. */
  assign(target: Node, value: Node): boolean {
    const packet = this.#field(unwrapped(target));
    const valueRange = this.#range(value);
    if (!packet || !valueRange) return false;
    const { range, holderEnd, skb, field } = packet;
    if (!this.#first(range)) return true;
    this.#edits.insert(range.start, `bpf_dins_pkt(${skb}, (unsigned long long)(`);
    this.#edits.replace(holderEnd, valueRange.start, `) + ${field.bit >> 3}, ${field.bit & 7}, ${field.width}, `);
    this.#edits.insert(valueRange.end, ')');
    return true;
  }

  /** A checksum helper gets the packet, and the offset of the field. */
  checksum(name: string, inner: Node[]): void {
    const callee = inner[0] && this.#range(inner[0]);
    const first = inner[1] && this.#range(inner[1]);
    if (!callee || !first || !this.#first(callee)) return;
    this.#edits.replace(callee.start, first.start, `__bcc_${name}(${this.#packet(callee.start)}, (unsigned long long)`);
  }
}
