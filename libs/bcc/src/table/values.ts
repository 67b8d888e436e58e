import type { Field, Text, TypeLayout } from '@bcc-ts/core';

/** How `char[]` is given: as a string (UTF-8, with U+FFFD for what is not), or as the bytes before the first NUL. */
export type TextForm = 'string' | 'bytes';

type Convert = (value: unknown) => unknown;

/**
 * What makes a decoded value one as BCC's users know it: text becomes strings or bytes, everything else stays.
 * Undefined where the type holds no text, so that nothing is to be done.
 */
export function converterOf(layout: TypeLayout | undefined, form: TextForm): Convert | undefined {
  switch (layout?.kind) {
    case 'text':
      return form === 'string' ? (text) => (text as Text).toString() : (text) => (text as Text).bytes;
    case 'array': {
      const convert = converterOf(layout.element, form);
      return convert && ((values) => (values as unknown[]).map(convert));
    }
    case 'struct':
      return structConverter(layout.fields, form);
    default:
      return undefined;
  }
}

function structConverter(fields: readonly Field[], form: TextForm): Convert | undefined {
  const texts = fields.flatMap(({ name, type }) => {
    const convert = converterOf(type, form);
    return convert ? [{ name, convert }] : [];
  });
  if (texts.length === 0) return undefined;
  return (value) => {
    const record = value as Record<string, unknown>;
    for (const { name, convert } of texts) record[name] = convert(record[name]);
    return record;
  };
}
