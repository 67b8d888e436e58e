import { alignmentOf, sizeOf } from '../../libs/core/src/btf/alignment.ts';
import { type DeclaratorContext, declare } from '../../libs/core/src/btf/declarator.ts';
import { enumText } from '../../libs/core/src/btf/emit-types.ts';
import type { Btf } from '../../libs/core/src/btf/reader.ts';
import { taggedType } from '../../libs/core/src/btf/select-types.ts';
import { structBody } from '../../libs/core/src/btf/struct-body.ts';
import type { CompositeType } from '../../libs/core/src/btf/types.ts';

/** An older kernel, with the suffix that marks its flavours: `5_10` for `struct request___5_10`. */
export interface OlderKernel {
  suffix: string;
  btf: Btf;
}

export interface FlavourRequest {
  /** Name without suffix. */
  name: string;
  kernel: OlderKernel;
  /** Newest first; the ones after `kernel` are not looked at. */
  newer: Btf[];
  newest: Btf;
  /** Members the sources mention. */
  identifiers: ReadonlySet<string>;
}

export interface Flavour {
  text: string;
  /** Types of the newest kernel that the text uses by name. */
  uses: Set<number>;
  /** `struct NAME` of types that only the older kernel has. */
  forwards: Set<string>;
}

/**
 * `struct NAME___KERNEL` with those mentioned members that this kernel is the last to have: no newer one has a member of
 * that name that a program could read through the same declaration. Of a struct that all newer kernels lack, every member.
 *
 * @throws Error when nothing is left to declare.
 */
export function flavour(request: FlavourRequest): Flavour {
  const { name, kernel, newer, newest, identifiers } = request;
  const type = taggedType(kernel.btf, name);
  const flavoured = `${name}___${kernel.suffix}`;
  if (!type) throw new Error(`${flavoured}: the ${kernel.suffix} kernel has no ${name}`);
  const context = new FlavourContext(kernel, newest);
  if (type.kind === 'enum') {
    const values = type.values.map((value) => ({ ...value, name: `${value.name}___${kernel.suffix}` }));
    return { text: `${enumText({ ...type, values }, flavoured)};`, uses: context.uses, forwards: context.forwards };
  }
  const successors = newer.map((btf) => ({ btf, type: taggedType(btf, name) }));
  if (successors.every((successor) => successor.type === undefined)) {
    return {
      text: `${type.kind} ${flavoured} ${structBody(kernel.btf, type, context)};`,
      uses: context.uses,
      forwards: context.forwards,
    };
  }
  const lines = fieldsOf(kernel.btf, type)
    .filter((field) => identifiers.has(field.name))
    .filter((field) =>
      successors.every((successor) => {
        if (successor.type?.kind !== 'struct' && successor.type?.kind !== 'union') return true;
        const same = fieldsOf(successor.btf, successor.type).find((candidate) => candidate.name === field.name);
        return !same || shape(successor.btf, same) !== shape(kernel.btf, field);
      }),
    )
    .map((field) => {
      const width = field.bitSize ? ` : ${field.bitSize}` : '';
      return `\t${declare(kernel.btf, field.type, field.name, context).replaceAll('\n', '\n\t')}${width};`;
    });
  if (lines.length === 0) throw new Error(`${flavoured}: none of its mentioned members is missing in newer kernels`);
  return {
    text: `${type.kind} ${flavoured} {\n${lines.join('\n')}\n};`,
    uses: context.uses,
    forwards: context.forwards,
  };
}

interface FlatField {
  name: string;
  type: number;
  bitSize: number;
}

/** The members of a struct, those of anonymous members included. */
function fieldsOf(btf: Btf, type: CompositeType): FlatField[] {
  return type.members.flatMap((member) => {
    if (member.name !== '') return [member];
    const inner = btf.resolve(member.type);
    return inner.kind === 'struct' || inner.kind === 'union' ? fieldsOf(btf, inner) : [];
  });
}

/** What must agree for one declaration to read a member of two kernels: kind, and for numbers the size. */
function shape(btf: Btf, field: FlatField): string {
  const type = btf.resolve(field.type);
  switch (type.kind) {
    case 'int':
      return field.bitSize ? 'bits' : `int ${type.size}`;
    case 'enum':
      return `enum ${type.size}`;
    case 'array':
      return `array of ${shape(btf, { name: '', type: type.element, bitSize: 0 })}`;
    case 'struct':
    case 'union':
      return 'struct';
    default:
      return type.kind;
  }
}

/** Names a type as the newest kernel does where it has it, and writes it out where it does not. */
class FlavourContext implements DeclaratorContext {
  readonly uses = new Set<number>();
  readonly forwards = new Set<string>();
  readonly #kernel: OlderKernel;
  readonly #newest: Btf;
  #paddings = 0;

  constructor(kernel: OlderKernel, newest: Btf) {
    this.#kernel = kernel;
    this.#newest = newest;
  }

  name(type: Parameters<DeclaratorContext['name']>[0], pointedAt: boolean): string | undefined {
    const kind = type.kind === 'forward' ? (type.union ? 'union' : 'struct') : type.kind;
    const known = this.#newest.find(type.name, kind);
    if (known) this.uses.add(known.id);
    if (kind === 'typedef') return known ? type.name : undefined;
    if (known || type.kind === 'enum') return known && `${kind} ${type.name}`;
    if (!pointedAt && type.kind !== 'forward') return undefined;
    this.forwards.add(`${kind} ${type.name}`);
    return `${kind} ${type.name}`;
  }

  padding(): string {
    return `_pad${++this.#paddings}`;
  }

  /** Of a named struct the newest kernel lacks, embedded in the flavour, only the size counts. */
  body(type: Parameters<DeclaratorContext['body']>[0]): string {
    if (type.kind === 'enum') {
      return enumText({
        ...type,
        name: '',
        values: type.values.map((value) => ({ ...value, name: `${value.name}___${this.#kernel.suffix}` })),
      });
    }
    if (type.name === '') return `${type.kind} ${structBody(this.#kernel.btf, type, this)}`;
    const alignment = alignmentOf(this.#kernel.btf, type.id);
    return `struct {\n\tchar _opaque[${sizeOf(this.#kernel.btf, type.id)}];\n} __attribute__((aligned(${alignment})))`;
  }
}
