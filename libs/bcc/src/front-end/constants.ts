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

/** Functions with a body and enumerators of the text. */
function definedNames(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  const attributes = tokens
    .map(({ text }) => text)
    .join(' ')
    .matchAll(/__attribute__ \( \( (\w+)/g);
  for (const [, attribute] of attributes) names.add(attribute!);
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== 'identifier') continue;
    if (token.text === 'enum') {
      let at = index + 1;
      if (tokens[at]?.kind === 'identifier') at++;
      if (tokens[at]?.text !== '{') continue;
      for (let expect = true; ++at < tokens.length && tokens[at]!.text !== '}'; ) {
        if (expect && tokens[at]!.kind === 'identifier') names.add(tokens[at]!.text);
        expect = tokens[at]!.text === ',' || tokens[at]!.kind === 'directive';
      }
    } else if (tokens[index + 1]?.text === '(' && tokens[index - 1] && /^[\w*]+$/.test(tokens[index - 1]!.text)) {
      let depth = 0;
      let at = index + 1;
      for (; at < tokens.length; at++) {
        if (tokens[at]!.text === '(') depth++;
        else if (tokens[at]!.text === ')' && --depth === 0) break;
      }
      const before = tokens[index - 1]!;
      if (tokens[at + 1]?.text === '{' && before.text !== 'return' && before.text !== 'else') names.add(token.text);
    }
  }
  return names;
}
