import { elfSections, elfSymbols } from '@bcc-ts/core';

/** Names an object uses and nothing defines: functions the text calls that are neither its own nor the kernel's. */
export function undefinedSymbols(object: Uint8Array): string[] {
  const sections = elfSections(object);
  return elfSymbols(object, sections)
    .filter(({ name, section, global }) => name !== '' && section === 0 && global)
    .map(({ name }) => name);
}
