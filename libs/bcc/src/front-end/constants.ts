import { definedNames } from './defined-names.ts';
import { headerText } from './header-files.ts';
import type { Kernel } from './kernel-facts.ts';
import type { Token } from './lexer.ts';

/**
 * The `#define` of a name in a header of this package. They are looked up one by one: a text mentions few of the
 * thousands. Each begins its line with one space between the two words, and is there once.
 */
function definition(header: string, name: string): string | undefined {
  const text = headerText(header);
  const start = `\n#define ${name}`;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    if (/\w/.test(text[at + start.length] ?? '')) continue;
    toEndOfDefinition.lastIndex = at + 1;
    return toEndOfDefinition.exec(text)![0];
  }
  return undefined;
}

const toEndOfDefinition = /(?:\\\n|.)*/y;

/** The names in a header that begin with this. */
function definedNamesWith(header: string, prefix = ''): string[] {
  return Array.from(headerText(header).matchAll(new RegExp(`^#define (${prefix}\\w*)`, 'gm')), ([, name]) => name!);
}

/** The headers to look into, in this order. */
function sourcesFor({ architecture }: Kernel) {
  return [`registers-${architecture}.h`, 'registers.h', 'constants.h'] as const;
}

/** Names of every macro the package knows on that architecture, for advice. */
export function knownMacros(kernel: Kernel): string[] {
  return sourcesFor(kernel).flatMap((header) => definedNamesWith(header));
}

/**
 * Macros of the kernel that the text mentions, and the kernel's `CONFIG_` settings it asks for. Names the text gives a
 * meaning itself, as a function or an enumerator, are left to it.
 */
export function macrosFor(tokens: readonly Token[], kernel: Kernel): string {
  const own = definedNames(tokens);
  const lines: string[] = [];
  const done = new Set<string>();
  const sources = sourcesFor(kernel);
  const add = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    if (own.has(name)) return;
    const special = kernelMacro(name, kernel);
    if (name === 'bpf_num_cpus') {
      lines.push(`#define bpf_num_cpus() ${kernel.facts.possibleCpus ?? 1}`);
      return;
    }
    if (special !== undefined) {
      lines.push(`#define ${name} ${special}`);
      return;
    }
    for (const source of sources) {
      const text = definition(source, name);
      if (text === undefined) continue;
      for (const mention of text.match(/[A-Za-z_]\w*/g)!.slice(2)) add(mention);
      // `prefix##parameter` may become any name that begins so.
      for (const [, prefix] of text.matchAll(/(\w+)##/g)) definedNamesWith(source, prefix).forEach(add);
      lines.push(`#ifndef ${name}\n${text}\n#endif`);
      return;
    }
    if (!name.startsWith('CONFIG_')) return;
    const value = kernel.config(name);
    if (value === 'm') lines.push(`#define ${name}_MODULE 1`);
    else if (value !== undefined) lines.push(`#define ${name} ${value === 'y' ? '1' : value}`);
  };
  for (const token of tokens) {
    if (token.kind === 'identifier') add(token.text);
    else if (token.kind === 'directive') for (const name of token.text.match(/[A-Za-z_]\w*/g) ?? []) add(name);
  }
  return lines.join('\n');
}

/** Macros whose value depends on the kernel. */
function kernelMacro(name: string, kernel: Kernel): string | undefined {
  switch (name) {
    case 'LINUX_VERSION_CODE':
      return `${kernel.versionCode}`;
    case 'UTS_RELEASE':
      return JSON.stringify(kernel.facts.release);
    case 'HZ':
      return kernel.config('CONFIG_HZ') ?? '250';
    case 'NR_CPUS':
      return kernel.config('CONFIG_NR_CPUS') ?? '8192';
    case 'DNAME_INLINE_LEN': {
      const dentry = kernel.btf.find('dentry', 'struct');
      const member = dentry?.members.find(({ name: field }) => field === 'd_iname' || field === 'd_shortname');
      const type = member && kernel.btf.resolve(member.type);
      if (type?.kind === 'array') return `${type.length}`;
      return type && 'size' in type ? `${type.size}` : '32';
    }
    default:
      return undefined;
  }
}
