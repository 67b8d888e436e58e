/** A type as BTF records it. `name` is empty for anonymous types; type id 0 is `void`. */
export type BtfType =
  | { kind: 'void'; id: 0; name: '' }
  | IntType
  | { kind: 'pointer'; id: number; name: ''; target: number }
  | { kind: 'array'; id: number; name: ''; element: number; index: number; length: number }
  | CompositeType
  | EnumType
  | { kind: 'forward'; id: number; name: string; union: boolean }
  | { kind: 'typedef'; id: number; name: string; target: number }
  | { kind: 'volatile' | 'const' | 'restrict'; id: number; name: ''; target: number }
  | FunctionType
  | PrototypeType
  | { kind: 'variable'; id: number; name: string; target: number; linkage: Linkage }
  | { kind: 'section'; id: number; name: string; size: number; variables: SectionVariable[] }
  | { kind: 'float'; id: number; name: string; size: number }
  | { kind: 'declTag'; id: number; name: string; target: number; component: number }
  | { kind: 'typeTag'; id: number; name: string; target: number };

export type BtfKind = BtfType['kind'];

export interface IntType {
  kind: 'int';
  id: number;
  name: string;
  size: number;
  signed: boolean;
  bool: boolean;
  /** Width in bits; smaller than `size * 8` only in bit fields of the old encoding. */
  bits: number;
  bitOffset: number;
}

export interface CompositeType {
  kind: 'struct' | 'union';
  id: number;
  name: string;
  size: number;
  members: Member[];
}

export interface Member {
  name: string;
  type: number;
  /** From the start of the struct. */
  bitOffset: number;
  /** Width of a bit field, 0 for an ordinary member. */
  bitSize: number;
}

export interface EnumType {
  kind: 'enum';
  id: number;
  name: string;
  size: number;
  signed: boolean;
  values: { name: string; value: bigint }[];
}

export type Linkage = 'static' | 'global' | 'extern';

export interface FunctionType {
  kind: 'function';
  id: number;
  name: string;
  /** Type id of the prototype. */
  target: number;
  linkage: Linkage;
}

export interface PrototypeType {
  kind: 'prototype';
  id: number;
  name: '';
  returns: number;
  parameters: { name: string; type: number }[];
  variadic: boolean;
}

export interface SectionVariable {
  /** Type id of the variable. */
  variable: number;
  /** As recorded: compilers leave it 0, the linker or loader fills it in. */
  offset: number;
  size: number;
}

/** BTF that breaks the format, or asks for more than a reader should spend on it. */
export class BtfError extends Error {
  override name = 'BtfError';
}
