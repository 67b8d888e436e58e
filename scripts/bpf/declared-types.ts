import { elfSections } from '../../libs/core/src/btf/elf.ts';
import { objectBtf } from '../../libs/core/src/btf/image-layout.ts';
import type { TypeLayout } from '../../libs/core/src/btf/layout.ts';
import type { ImageLayout } from '../../libs/core/src/program-image.ts';

/**
 * Mistakes in the declaration of records that compile but misread: a flexible array that begins before the struct's
 * end, so that `sizeof(struct) + length` sends bytes nobody wrote.
 */
export function recordMistakes(layout: ImageLayout): string[] {
  return Object.values(layout.maps).flatMap(({ value }) => (value ? tailMistakes(value) : []));
}

function tailMistakes(layout: TypeLayout): string[] {
  if (layout.kind !== 'struct') return [];
  const last = layout.fields.at(-1);
  if (last?.type.kind !== 'rest' || last.offset === layout.size) return [];
  return [
    `struct ${layout.name}: ${last.name}[] begins at byte ${last.offset}, but the struct is ${layout.size} bytes long: ` +
      `reorder its members, or add ${layout.size - last.offset} bytes before ${last.name}`,
  ];
}

/** Types that compile but make the kernel refuse those of the whole object, and so its names, lines and typed maps. */
export function typeMistakes(object: Uint8Array): string[] {
  const btf = objectBtf(elfSections(object));
  const types = Array.from({ length: btf.typeCount - btf.firstId }, (_, index) => btf.type(btf.firstId + index));
  return types.flatMap((type) =>
    type.kind === 'enum' && type.values.length === 0
      ? [
          `enum ${type.name} has no values, which the kernel does not take: declare it with one (enum ${type.name}___old)`,
        ]
      : [],
  );
}
