import { elfSections, elfSymbols, objectBtf } from '@bcc-ts/core';

/** Sections whose symbols the loader provides: the kernel's settings and its functions. */
const loaderSections = ['.kconfig', '.ksyms'];

/** Names an object uses and nothing defines: functions the text calls that are neither its own nor the kernel's. */
export function undefinedSymbols(object: Uint8Array): string[] {
  const sections = elfSections(object);
  const names = elfSymbols(object, sections)
    .filter(({ name, section, global }) => name !== '' && section === 0 && global)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const btf = objectBtf(sections);
  const provided = new Set<string>();
  for (const section of loaderSections) {
    for (const { variable } of btf.find(section, 'section')?.variables ?? []) provided.add(btf.type(variable).name);
  }
  return names.filter((name) => !provided.has(name));
}
