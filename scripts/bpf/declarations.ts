import { readFileSync, writeFileSync } from 'node:fs';
import type { Layout, TypeLayout } from '../../libs/core/src/btf/layout.ts';
import type { ImageLayout, MapLayout } from '../../libs/core/src/program-image.ts';
import { mapKind } from './map-kinds.ts';

/**
 * The TypeScript declaration of a compiled program: an interface for each struct its maps hold, the read-only variables,
 * the typed maps and the names of its programs.
 */
export function declarations(layout: ImageLayout, programs: string[]): string {
  const writer = new DeclarationWriter();
  const rodata = writer.body(layout.rodata);
  const maps = Object.entries(layout.maps).map(([name, map]) => `    ${name}: ${writer.map(map)};`);
  const names = programs.map((name) => `'${name}'`).join(' | ') || 'never';
  return [
    `import type { ${[...writer.imports, 'ProgramImage'].sort().join(', ')} } from '@bcc-ts/core';`,
    '',
    ...writer.interfaces,
    `/** \`const volatile\` globals: assign before load. */\nexport interface Rodata ${rodata}\n`,
    'export interface ProgramShape {',
    '  rodata: Rodata;',
    maps.length > 0 ? `  maps: {\n${maps.join('\n')}\n  };` : '  maps: Record<never, never>;',
    `  programs: ${names};`,
    '}',
    '',
    'declare const program: ProgramImage<ProgramShape>;',
    'export default program;',
    '',
  ].join('\n');
}

/** `tools/x/x.bpf.d.c.ts` for `tools/x/x.bpf.c`, which is where tsc looks. */
export function declarationFile(source: string): string {
  return source.replace(/\.c$/, '.d.c.ts');
}

/** Writes the declaration beside its source, unless it is there already. */
export function writeDeclarations(source: string, layout: ImageLayout, programs: string[]): void {
  const file = declarationFile(source);
  const text = declarations(layout, programs);
  let present: string | undefined;
  try {
    present = readFileSync(file, 'utf8');
  } catch {}
  if (present !== text) writeFileSync(file, text);
}

class DeclarationWriter {
  readonly imports = new Set<string>();
  readonly interfaces: string[] = [];
  readonly #names = new Map<string, string>();

  map(map: MapLayout): string {
    const kind = mapKind(map.type);
    this.imports.add(kind.type);
    const types = kind.arguments.map((which) => {
      const layout = map[which];
      return layout ? this.type(layout) : 'Uint8Array';
    });
    return types.length > 0 ? `${kind.type}<${types.join(', ')}>` : kind.type;
  }

  type(layout: TypeLayout): string {
    switch (layout.kind) {
      case 'int':
        return layout.size > 4 ? 'bigint' : 'number';
      case 'float':
      case 'enum':
        return 'number';
      case 'bool':
        return 'boolean';
      case 'pointer':
        return 'bigint';
      case 'text':
        this.imports.add('Text');
        return 'Text';
      case 'bytes':
      case 'rest':
        return 'Uint8Array';
      case 'array':
        return `${this.type(layout.element)}[]`;
      case 'struct':
        return layout.name === '' ? this.body(layout).replace(/\n\s*/g, ' ') : this.#interface(layout);
    }
  }

  body(layout: Layout): string {
    if (layout.fields.length === 0) return '{}';
    return `{\n${layout.fields.map(({ name, type }) => `  ${name}: ${this.type(type)};`).join('\n')}\n}`;
  }

  /** Two structs of one name but different content get numbered interfaces. */
  #interface(layout: Layout): string {
    const content = JSON.stringify(layout);
    const known = this.#names.get(content);
    if (known) return known;
    const base = pascalCase(layout.name);
    const taken = new Set([...this.#names.values(), 'Rodata', 'ProgramShape']);
    let name = base;
    for (let rank = 2; taken.has(name); rank++) name = `${base}${rank}`;
    this.#names.set(content, name);
    const body = this.body(layout);
    this.interfaces.push(`/** \`struct ${layout.name}\`, ${layout.size} bytes. */\nexport interface ${name} ${body}\n`);
    return name;
  }
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_+)([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase()).replaceAll('_', '');
}
