import type { Btf } from '@bcc-ts/core';
import { bitFieldsIn, children, type Node, rangeOf, typeText, uncast, unwrapped } from './ast.ts';
import { bitField } from './bit-field.ts';
import type { Edits } from './edits.ts';
import { type ArgumentFault, numberInCall, numberInKey, tooSmall } from './map-arguments.ts';
import { PacketMembers } from './packet-members.ts';
import { type PacketField, packetHeaders } from './packets.ts';
import { calleeName, type FunctionFacts, Origin, Pointers } from './pointers.ts';
import { functionsIn, reachFunctions } from './program-access.ts';
import type { FrontEndProgram } from './program-names.ts';
import { noteRecord, noteReserved } from './record-types.ts';
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
  btf: () => Btf,
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
  readonly #btf: () => Btf;
  readonly #ownTags: ReadonlySet<string>;
  readonly #findings: AstFindings;
  readonly #reader: string;
  readonly #bitFields: ReadonlySet<string>;
  readonly #packets: PacketMembers;
  readonly #done = new Set<string>();

  constructor(
    facts: FunctionFacts,
    pointers: Pointers,
    edits: Edits,
    textStart: number,
    btf: () => Btf,
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
    this.#packets = new PacketMembers(
      facts,
      packets,
      edits,
      (node) => this.#range(node),
      (range) => this.#first(range),
    );
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
        if (node.opcode === ',') this.#refuse(tooSmall(node));
        if (node.opcode === '=' && inner[0] && inner[1] && this.#packets.assign(inner[0], inner[1])) break;
        if (node.opcode === '=' && inner[0]) this.#write(inner[0]);
        if (node.opcode === '=' && inner[0] && inner[1]) noteReserved(this.#findings.eventTypes, inner[0], inner[1]);
        break;
      case 'CompoundAssignOperator':
        if (inner[0]) this.#write(inner[0]);
        break;
      case 'UnaryOperator':
        if (node.opcode === '&' && inner[0]) this.#packets.address(node, inner[0]);
        if ((node.opcode === '++' || node.opcode === '--') && inner[0]) this.#write(inner[0]);
        break;
      case 'VarDecl':
        this.#refuse(numberInKey(node));
        if (inner.length > 0) noteReserved(this.#findings.eventTypes, node, inner.at(-1)!);
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
    if (this.#packets.read(place)) return;
    // Networking programs load everything themselves: packets, sockets, what they keep.
    const { reachedBy } = this.#facts;
    if (!reachedBy.has('probe') && !reachedBy.has('direct')) return;
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
    const bits = tag === undefined || this.#ownTags.has(tag) ? undefined : bitField(this.#btf(), tag, place.name ?? '');
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
    if (name === 'bpf_perf_event_output') noteRecord(this.#findings.eventTypes, map(2), inner[4]);
    else if (name === 'bpf_ringbuf_output') noteRecord(this.#findings.eventTypes, map(1), inner[2]);
    else if (name === 'incr_cksum_l3' || name === 'incr_cksum_l4') this.#packets.checksum(name, inner);
    else if (name === '__builtin_memcpy' || name === 'memcpy') this.#copy(node, inner);
    if (name !== undefined) this.#refuse(numberInCall(name, inner.slice(1)));
  }

  #refuse(fault: ArgumentFault | undefined): void {
    const range = fault && this.#range(fault.argument);
    if (fault && range)
      throw new SourceError(range.start, fault.message(this.#edits.source.slice(range.start, range.end)));
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

  #range(node: Node): { start: number; end: number } | undefined {
    const range = rangeOf(node);
    if (!range || range.start < this.#textStart) return undefined;
    return { start: range.start - this.#textStart, end: range.end - this.#textStart };
  }
}
