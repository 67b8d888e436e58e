import { type Btf, layoutOf, type TypeLayout } from '@bcc-ts/core';

const kindsBefore = /^(struct|union|enum)\s+/;

/** The layout of a C type by its name as a program writes it: `struct event`, `data_t`, `u64`; undefined when unknown. */
export function layoutByName(btf: Btf, name: string): TypeLayout | undefined {
  const kind = kindsBefore.exec(name)?.[1];
  const plain = name
    .replace(/\b(const|volatile)\b/g, '')
    .trim()
    .replace(kindsBefore, '');
  for (const type of btf.findAll(plain)) {
    const fits = kind ? type.kind === kind : ['struct', 'union', 'typedef', 'int', 'enum', 'float'].includes(type.kind);
    if (!fits) continue;
    try {
      return layoutOf(btf, type.id);
    } catch {
      // Declared, but not defined.
    }
  }
  return undefined;
}
