import type { Btf } from '@bcc-ts/core';
import { bitFieldsIn, children, type Node, rangeOf, typeText, uncast, unwrapped } from './ast.ts';
import { bitField } from './bit-field.ts';
import type { Edits } from './edits.ts';
import { type PacketField, packetHeaders } from './packets.ts';
import { calleeName, type FunctionFacts, Origin, Pointers } from './pointers.ts';
import { functionsIn, reachFunctions } from './program-access.ts';
import type { FrontEndProgram } from './program-names.ts';
import { bodyPrefix } from './rewrite.ts';
import { SourceError } from './source-error.ts';

export interface AstFindings {
  /** By map: the type of the records a program puts into it. */
  eventTypes: Map<string, string>;
  reads: number;
}

/**
 * Finds in clang's AST where a program reads memory it may not load from, and puts a probe read around each; and what
 * type of record goes into which map. Offsets in the AST are those of `edits` plus `textStart`.
 */
export function insertReads(
  unit: Node,
  textStart: number,
  programs: readonly FrontEndProgram[],
  edits: Edits,
  btf: Btf,
  ownTags: ReadonlySet<string>,
): AstFindings {
  const functions = functionsIn(unit, textStart);
  const contexts = reachFunctions(functions, programs);
  const pointers = new Pointers(functions, contexts);
  const findings: AstFindings = { eventTypes: new Map(), reads: 0 };
  const bitFields = bitFieldsIn(unit);
  const packets = packetHeaders(edits.source);
  const kinds = new Map(programs.map((program) => [program.name, program]));
  for (const facts of functions.values()) {
    if (facts.reachedBy.size === 0) continue;
    new FunctionReader(
      facts,
      pointers,
      edits,
      textStart,
      btf,
      ownTags,
      findings,
      readerFor(facts, kinds),
      bitFields,
      packets,
    ).visit(facts.body);
  }
  return findings;
}

/** In programs that may be attached to user code, or see its pointers, only the old helper reads both kinds of memory. */
function readerFor(facts: FunctionFacts, kinds: ReadonlyMap<string, FrontEndProgram>): string {
  const program = kinds.get(facts.reachedBy.get('probe') ?? '');
  const kernelOnly =
    facts.name === bodyPrefix + program?.name &&
    (program?.kind === 'raw_tracepoint' ||
      ((program?.kind === 'kprobe' || program?.kind === 'kretprobe') && !/sys_/.test(program.name)));
  return kernelOnly || !program ? 'bpf_probe_read_kernel' : 'bpf_probe_read';
}

class FunctionReader {
  readonly #facts: FunctionFacts;
  readonly #pointers: Pointers;
  readonly #edits: Edits;
  readonly #textStart: number;
  readonly #btf: Btf;
  readonly #ownTags: ReadonlySet<string>;
  readonly #findings: AstFindings;
  readonly #reader: string;
  readonly #bitFields: ReadonlySet<string>;
  readonly #packets: ReadonlyMap<string, ReadonlyMap<string, PacketField>>;
  readonly #done = new Set<string>();

  constructor(
    facts: FunctionFacts,
    pointers: Pointers,
    edits: Edits,
    textStart: number,
    btf: Btf,
    ownTags: ReadonlySet<string>,
    findings: AstFindings,
    reader: string,
    bitFields: ReadonlySet<string>,
    packets: ReadonlyMap<string, ReadonlyMap<string, PacketField>>,
  ) {
    this.#facts = facts;
    this.#pointers = pointers;
    this.#edits = edits;
    this.#textStart = textStart;
    this.#btf = btf;
    this.#ownTags = ownTags;
    this.#findings = findings;
    this.#reader = reader;
    this.#bitFields = bitFields;
    this.#packets = packets;
  }

  visit(node: Node): void {
    const inner = children(node);
    switch (node.kind) {
      case 'UnaryExprOrTypeTraitExpr':
      case 'OffsetOfExpr':
      case 'GenericSelectionExpr':
      case 'TypeTraitExpr':
        return;
      case 'ImplicitCastExpr':
        if (node.castKind === 'LValueToRValue' && inner[0]) this.#read(inner[0]);
        break;
      case 'BinaryOperator':
        if (node.opcode === '=' && inner[0] && inner[1] && this.#assignToPacket(inner[0], inner[1])) break;
        if (node.opcode === '=' && inner[0]) this.#write(inner[0]);
        if (node.opcode === '=' && inner[0] && inner[1]) this.#reserved(inner[0], inner[1]);
        break;
      case 'CompoundAssignOperator':
        if (inner[0]) this.#write(inner[0]);
        break;
      case 'UnaryOperator':
        if (node.opcode === '&' && inner[0]) this.#packetAddress(node, inner[0]);
        if ((node.opcode === '++' || node.opcode === '--') && inner[0]) this.#write(inner[0]);
        break;
      case 'VarDecl':
        if (inner.length > 0) this.#reserved(node, inner.at(-1)!);
        break;
      case 'CallExpr':
        this.#call(node, inner);
        break;
      default:
        break;
    }
    for (const child of inner) this.visit(child);
  }

  #isMemory(place: Node): boolean {
    return (
      place.kind === 'MemberExpr' ||
      place.kind === 'ArraySubscriptExpr' ||
      (place.kind === 'UnaryOperator' && place.opcode === '*')
    );
  }

  #read(operand: Node): void {
    const place = unwrapped(operand);
    if (!this.#isMemory(place)) return;
    const packet = this.#packetField(place);
    if (packet) {
      const { range, holderEnd, skb, field } = packet;
      if (this.#first(range)) {
        this.#edits.insert(range.start, `bpf_dext_pkt(${skb}, (unsigned long long)(`);
        this.#edits.replace(holderEnd, range.end, `) + ${field.bit >> 3}, ${field.bit & 7}, ${field.width})`);
      }
      return;
    }
    if (this.#pointers.ofPlace(place, this.#facts) < Origin.unknown) return;
    this.#mustNotReachPackets(place);
    const range = this.#range(place);
    if (!range) return;
    if (!this.#first(range)) return;
    this.#findings.reads++;
    if (this.#bitFields.has(place.referencedMemberDecl ?? '')) this.#readBits(place, range);
    else {
      this.#edits.insert(range.start, `__bcc_read(${this.#reader}, `);
      this.#edits.insert(range.end, ')');
    }
  }

  /** The tree names some places twice. */
  #first({ start, end }: { start: number; end: number }): boolean {
    const key = `${start}:${end}`;
    if (this.#done.has(key)) return false;
    this.#done.add(key);
    return true;
  }

  /** What a member of a packet's header stands for; undefined for any other place. */
  #packetField(place: Node) {
    if (place.kind !== 'MemberExpr' || !place.isArrow || this.#packets.size === 0) return undefined;
    const holder = children(place)[0];
    const tag = holder && /^(?:const )?struct (\w+) \*$/.exec(typeText(holder))?.[1];
    const field = tag === undefined ? undefined : this.#packets.get(tag)?.get(place.name ?? '');
    const range = this.#range(place);
    const holderEnd = holder && this.#range(holder)?.end;
    if (!field || !range || holderEnd === undefined) return undefined;
    return { range, holderEnd, skb: this.#packet(range.start), field };
  }

  /** Name of the function's parameter that is the packet. */
  #packet(offset: number): string {
    const parameter = this.#facts.parameters.find((candidate) => /struct __sk_buff \*/.test(typeText(candidate)));
    if (parameter?.name !== undefined) return parameter.name;
    throw new SourceError(
      offset,
      'a member of a packet header can be used only in a function that has a struct __sk_buff * parameter',
    );
  }

  /** The address of a member is the packet's offset of the byte it begins in. */
  #packetAddress(node: Node, operand: Node): void {
    const packet = this.#packetField(unwrapped(operand));
    const range = this.#range(node);
    if (!packet || !range || !this.#first(range)) return;
    this.#edits.replace(range.start, packet.range.start, '((void *)((unsigned long long)(');
    this.#edits.replace(packet.holderEnd, range.end, `) + ${packet.field.bit >> 3}))`);
  }

  #assignToPacket(target: Node, value: Node): boolean {
    const packet = this.#packetField(unwrapped(target));
    const valueRange = this.#range(value);
    if (!packet || !valueRange) return false;
    const { range, holderEnd, skb, field } = packet;
    if (!this.#first(range)) return true;
    this.#edits.insert(range.start, `bpf_dins_pkt(${skb}, (unsigned long long)(`);
    this.#edits.replace(holderEnd, valueRange.start, `) + ${field.bit >> 3}, ${field.bit & 7}, ${field.width}, `);
    this.#edits.insert(valueRange.end, ')');
    return true;
  }

  /** The bytes that hold a bit field are read, and its bits cut out of them. */
  #readBits(place: Node, range: { start: number; end: number }): void {
    let base = place;
    let holder: Node | undefined;
    for (let steps = 0; steps < 32 && base.kind === 'MemberExpr'; steps++) {
      holder = children(base)[0];
      if (base.isArrow || !holder) break;
      const next = unwrapped(holder);
      if (next.kind !== 'MemberExpr' || (next.name ?? '') !== '') break;
      base = next;
    }
    const holderRange = holder && this.#range(holder);
    if (!holder || !holderRange) return;
    const type = typeText(holder)
      .replace(/\s*\*?\s*(?:const)?$/, '')
      .replace(/\b(?:const|volatile) /g, '')
      .trim();
    const tag = /^(?:struct|union) (\w+)$/.exec(type)?.[1];
    const bits = tag === undefined || this.#ownTags.has(tag) ? undefined : bitField(this.#btf, tag, place.name ?? '');
    const address = base.isArrow ? ['', ''] : ['&(', ')'];
    if (bits) {
      const { offset, size, shift, width, signed } = bits;
      const macro = signed ? '__bcc_read_signed_bits' : '__bcc_read_bits';
      this.#edits.insert(
        range.start,
        `${macro}(${this.#reader}, ${offset}, ${size}, ${shift}, ${width}, ${address[0]}`,
      );
      this.#edits.replace(holderRange.end, range.end, `${address[1]})`);
    } else {
      this.#edits.insert(range.start, `({ typeof(*(${address[0]}`);
      const text = this.#edits.source.slice(holderRange.start, holderRange.end);
      this.#edits.replace(
        holderRange.end,
        range.end,
        `${address[1]})) __bcc_copy; ${this.#reader}(&__bcc_copy, sizeof(__bcc_copy), ${address[0]}${text}${address[1]}); __bcc_copy.${place.name}; })`,
      );
    }
  }

  #write(target: Node): void {
    const place = unwrapped(target);
    if (!this.#isMemory(place) || !this.#facts.reachedBy.has('probe')) return;
    if (this.#pointers.ofPlace(place, this.#facts) !== Origin.foreign) return;
    const range = this.#range(place);
    if (!range) return;
    const text = this.#edits.source.slice(range.start, range.end);
    const message = `cannot write to ${text}: it is memory of the kernel or of a process, which a tracing program may only read (a process's: bpf_probe_write_user)`;
    throw new SourceError(range.start, message);
  }

  /** A helper of both a tracing and a networking program can neither load nor probe. */
  #mustNotReachPackets(place: Node): void {
    const { reachedBy, name } = this.#facts;
    const packet = reachedBy.get('packet');
    const probe = reachedBy.get('probe') ?? reachedBy.get('direct');
    if (packet === undefined) return;
    const range = this.#range(place);
    const text = range ? this.#edits.source.slice(range.start, range.end) : 'memory';
    if (probe === undefined) return;
    throw new SourceError(
      range?.start ?? 0,
      `${name} is called by ${packet}, which loads ${text} directly, and by ${probe}, which has to probe it; give each its own copy`,
    );
  }

  #call(node: Node, inner: Node[]): void {
    const name = calleeName(node);
    const map = (index: number): string | undefined => {
      const reference = inner[index] && uncast(inner[index]);
      const target =
        reference?.kind === 'UnaryOperator' && reference.opcode === '&'
          ? unwrapped(children(reference)[0]!)
          : undefined;
      return target?.referencedDecl?.name;
    };
    if (name === 'bpf_perf_event_output') this.#record(map(2), inner[4]);
    else if (name === 'bpf_ringbuf_output') this.#record(map(1), inner[2]);
    else if (name === 'incr_cksum_l3' || name === 'incr_cksum_l4') this.#checksum(name, inner);
    else if (name === '__builtin_memcpy' || name === 'memcpy') this.#copy(node, inner);
  }

  #checksum(name: string, inner: Node[]): void {
    const callee = inner[0] && this.#range(inner[0]);
    const first = inner[1] && this.#range(inner[1]);
    if (!callee || !first || !this.#first(callee)) return;
    this.#edits.replace(callee.start, first.start, `__bcc_${name}(${this.#packet(callee.start)}, (unsigned long long)`);
  }

  /** A copy out of foreign memory is a probe read. */
  #copy(node: Node, inner: Node[]): void {
    const source = inner[2];
    const callee = inner[0] && this.#range(inner[0]);
    if (!source || !callee || !this.#facts.reachedBy.has('probe') || this.#facts.reachedBy.has('packet')) return;
    const pointer = uncast(source);
    const place =
      pointer.kind === 'UnaryOperator' && pointer.opcode === '&' ? unwrapped(children(pointer)[0]!) : pointer;
    const foreign =
      this.#isMemory(place) &&
      typeText(place) !== '' &&
      this.#pointers.ofPlace(place, this.#facts) === Origin.foreign &&
      /\]$/.test(typeText(place) + (pointer === place ? '' : ']'));
    if (!foreign) return;
    if (!this.#first(callee)) return;
    this.#edits.replace(callee.start, callee.end, `__bcc_copy_with_${this.#reader}`);
    void node;
  }

  #reserved(target: Node, value: Node): void {
    const call = uncast(value);
    if (call.kind !== 'CallExpr' || calleeName(call) !== 'bpf_ringbuf_reserve') return;
    const argument = children(call)[1];
    const reference = argument && uncast(argument);
    const map =
      reference?.kind === 'UnaryOperator' ? unwrapped(children(reference)[0]!).referencedDecl?.name : undefined;
    this.#note(map, target.type?.qualType);
  }

  #record(map: string | undefined, data: Node | undefined): void {
    if (data) this.#note(map, uncast(data).type?.qualType);
  }

  #note(map: string | undefined, pointer: string | undefined): void {
    const type = pointer
      ?.replace(/\b(?:const|volatile)\b/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (map === undefined || !type?.endsWith('*')) return;
    const pointee = type.slice(0, -1).trim();
    if (!/^(?:(?:struct|union) )?[A-Za-z_]\w*$/.test(pointee) || /^(?:void|char|unsigned|signed)$/.test(pointee))
      return;
    const before = this.#findings.eventTypes.get(map);
    if (before === undefined || (!before.startsWith('struct') && pointee.startsWith('struct')))
      this.#findings.eventTypes.set(map, pointee);
  }

  #range(node: Node): { start: number; end: number } | undefined {
    const range = rangeOf(node);
    if (!range || range.start < this.#textStart) return undefined;
    return { start: range.start - this.#textStart, end: range.end - this.#textStart };
  }
}
