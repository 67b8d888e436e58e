/** How the bytes of a C type are laid out. Plain data: it survives `JSON.stringify`, so a build can embed it. */
export type TypeLayout =
  | { kind: 'int'; size: 1 | 2 | 4 | 8 | 16; signed: boolean }
  | { kind: 'bool'; size: 1 }
  | { kind: 'float'; size: 4 | 8 }
  | { kind: 'enum'; size: 1 | 2 | 4 | 8; signed: boolean; values: Record<string, number> }
  | { kind: 'pointer'; size: 8 }
  /** `char[N]`: bytes up to the first NUL. */
  | { kind: 'text'; size: number }
  /** `u8[N]`, kept as bytes. */
  | { kind: 'bytes'; size: number }
  /** A trailing `char x[]` or `u8 x[]`: the rest of the record. */
  | { kind: 'rest'; size: 0 }
  | { kind: 'array'; size: number; length: number; element: TypeLayout }
  | { kind: 'struct'; size: number; name: string; fields: Field[] };

export interface Field {
  name: string;
  /** Byte offset in the struct. */
  offset: number;
  /** For a bit field: position counted from `offset`'s lowest bit, and width. */
  bits?: { shift: number; width: number };
  type: TypeLayout;
}

/** A struct or a section of global variables. */
export type Layout = Extract<TypeLayout, { kind: 'struct' }>;
