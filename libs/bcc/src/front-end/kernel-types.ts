import { type Btf, emitTypes, type Selection, selectTypes, taggedType } from '@bcc-ts/core';
import { eventFormat } from './event-formats.ts';
import { headerText } from './header-files.ts';
import type { Kernel } from './kernel-facts.ts';
import { tokenize } from './lexer.ts';
import { mentionsOf, type TextMentions } from './mentions.ts';
import { nearest } from './nearest.ts';
import { SourceError } from './source-error.ts';
import { type MatchedTokens, matchBrackets } from './source-tree.ts';
import { tracepointStruct } from './tracepoint-struct.ts';

/** Types every program may use without the text saying so. */
const always = ['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64', '__u8', '__u16', '__u32', '__u64', 'bool'];

/** For kernels whose BTF lacks them: they are typedefs only user space or old kernels use. */
const fallbackTypedefs: Record<string, string> = {
  u8: 'unsigned char',
  u16: 'unsigned short',
  u32: 'unsigned int',
  u64: 'unsigned long long',
  s8: 'signed char',
  s16: 'short',
  s32: 'int',
  s64: 'long long',
  __u8: 'unsigned char',
  __u16: 'unsigned short',
  __u32: 'unsigned int',
  __u64: 'unsigned long long',
  __s8: 'signed char',
  __s16: 'short',
  __s32: 'int',
  __s64: 'long long',
  bool: '_Bool',
  uint8_t: 'unsigned char',
  uint16_t: 'unsigned short',
  uint32_t: 'unsigned int',
  uint64_t: 'unsigned long long',
  int8_t: 'signed char',
  int16_t: 'short',
  int32_t: 'int',
  int64_t: 'long long',
  size_t: 'unsigned long',
  ssize_t: 'long',
  ptrdiff_t: 'long',
  uintptr_t: 'unsigned long',
  intptr_t: 'long',
  off_t: 'long',
  loff_t: 'long long',
  pid_t: 'int',
  uid_t: 'unsigned int',
  gid_t: 'unsigned int',
  time_t: 'long',
  dev_t: 'unsigned int',
  umode_t: 'unsigned short',
  sector_t: 'unsigned long long',
  pgoff_t: 'unsigned long',
  u_char: 'unsigned char',
  u_short: 'unsigned short',
  u_int: 'unsigned int',
  u_long: 'unsigned long',
  ulong: 'unsigned long',
  uint: 'unsigned int',
  ushort: 'unsigned short',
  wchar_t: 'int',
  in_addr_t: 'unsigned int',
  in_port_t: 'unsigned short',
  socklen_t: 'unsigned int',
  sa_family_t: 'unsigned short',
};

/** The declarations a text needs of a kernel, and what is known of its own. */
export interface KernelTypes {
  header: string;
  mentions: TextMentions;
  /** Where its types came from: the kernel, or a module on top of it. Not to be kept, as the kernel's are not. */
  btf: () => Btf;
}

/**
 * Everything the kernel's headers would have declared for this text: its structs as this kernel has them, the structs
 * of tracepoints, helper functions. @throws SourceError
 *
 * @param userStart Where the text that is the user's begins; before it stands what this package adds.
 */
export function kernelTypes(text: string, kernel: Kernel, userStart = 0): KernelTypes {
  const tokens = tokenize(text);
  const matched = matchBrackets(tokens);
  if ('message' in matched) throw new SourceError(matched.token.start, matched.message);
  const mentions = mentionsOf(matched);
  const helpers = helperDeclarations(mentions);
  const foreign = new Set([...mentions.foreign, ...always]);
  const tags = new Set(mentions.tags);
  const identifiers = new Set(mentions.identifiers);
  const mention = (text: string) => {
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) {
      if (!mentions.declared.has(word)) foreign.add(word);
      identifiers.add(word);
    }
  };
  mention(helpers.join('\n'));
  // In one pass, which takes longer than all that is done with what it finds.
  kernel.btf.lookUp([...tags, ...foreign, ...helperEnumerators(mentions)]);
  requireHelpers(matched, mentions, kernel, userStart);
  const events = tracepointStructs(matched, mentions, kernel);
  mention(events.join('\n'));
  const forwards = new Set<string>();
  for (const [tagged, kind, tag] of helpers.join('\n').matchAll(/\b(struct|union) (\w+)/g)) {
    forwards.add(`${kind} ${tag};`);
    void tagged;
  }
  for (const [, tag] of events.join('\n').matchAll(/\b(?:struct|union|enum) (\w+)/g)) tags.add(tag!);
  for (const tag of mentions.definedTags) tags.delete(tag);
  for (const tag of [...tags]) if (tag.startsWith('tracepoint__')) tags.delete(tag);

  const module = moduleFor(tags, foreign, kernel);
  const types = () => (module === undefined ? undefined : kernel.moduleBtf(module)) ?? kernel.btf;
  const btf = types();
  const selection: Selection = selectTypes(btf, { tags, foreign, identifiers });
  const reserved = new Map<string, number>();
  for (const name of mentions.declared) reserved.set(name, 0);
  for (const tag of mentions.definedTags) reserved.set(`struct ${tag}`, 0);
  for (const tag of tags) {
    const type = taggedType(btf, tag);
    if (type && !mentions.definedTags.has(tag)) reserved.set(`struct ${tag}`, type.id);
  }
  const emitted = emitTypes(btf, selection, { reserved });
  const known = new Set(emitted.definitions.join('\n').match(/[A-Za-z_]\w*(?=(?:\[\d*\])*;$)/gm) ?? []);
  const missing = [...foreign].filter((name) => !known.has(name) && Object.hasOwn(fallbackTypedefs, name));
  const header = [
    'typedef _Bool __bcc_bool;',
    ...missing.map((name) => `typedef ${fallbackTypedefs[name]} ${name};`),
    ...[...new Set([...emitted.forwards.map((forward) => `${forward};`), ...forwards])],
    ...emitted.definitions,
    ...events,
    ...helpers,
  ].join('\n');
  return { header: `${header}\n`, mentions, btf: types };
}

/** The first module that has what the kernel lacks; undefined when the kernel has all, or no module more. */
function moduleFor(tags: ReadonlySet<string>, foreign: ReadonlySet<string>, kernel: Kernel): string | undefined {
  const { btf } = kernel;
  btf.lookUp([...tags, ...foreign]);
  const absent = [...tags].filter((tag) => taggedType(btf, tag) === undefined);
  if (absent.length === 0) return undefined;
  return kernel.modules().find((module) => {
    if (!absent.some((tag) => kernel.moduleMentions(module, tag))) return false;
    const split = kernel.moduleBtf(module);
    return split !== undefined && absent.some((tag) => taggedType(split, tag) !== undefined);
  });
}

function tracepointStructs(matched: MatchedTokens, mentions: TextMentions, kernel: Kernel): string[] {
  const structs: string[] = [];
  const sizeOf = (type: string) => typeSize(type, kernel.btf);
  for (const tag of mentions.tags) {
    const match = /^tracepoint__([a-zA-Z0-9_]+?)__(\w+)$/.exec(tag);
    if (!match || mentions.definedTags.has(tag)) continue;
    const [, category = '', event = ''] = match;
    const format = eventFormat(category, event, kernel);
    if (!format) throw noTracepoint(matched, tag, category, event, kernel);
    structs.push(tracepointStruct(tag, format, sizeOf));
  }
  return structs;
}

function noTracepoint(
  { tokens }: MatchedTokens,
  tag: string,
  category: string,
  event: string,
  kernel: Kernel,
): SourceError {
  const at = tokens.find(({ text }) => text === tag)?.start ?? 0;
  const names = kernel.eventNames();
  const like = names.find((name) => name.endsWith(`:${event}`)) ?? nearest(`${category}:${event}`, names);
  const advice = like
    ? ` (did you mean ${like}?)`
    : names.length > 0
      ? ' (try: tplist)'
      : '; tracefs is not mounted or not readable, so only what BTF says of tracepoints is known';
  return new SourceError(at, `kernel ${kernel.facts.release} has no tracepoint ${category}:${event}${advice}`);
}

function typeSize(type: string, btf: Btf): number | undefined {
  const [, kind, name = ''] = /^(?:(struct|union|enum) )?(\w+)$/.exec(type) ?? [];
  const found = kind ? taggedType(btf, name) : btf.find(name, 'typedef');
  if (!found) return undefined;
  const resolved = btf.resolve(found.id);
  if (resolved.kind === 'pointer') return 8;
  return 'size' in resolved ? resolved.size : undefined;
}

interface Helper {
  name: string;
  declaration: string;
}

let helpers: Helper[] | undefined;

/** Every helper function there is, by name. */
export function helperNames(): string[] {
  return allHelpers().map(({ name }) => name);
}

function allHelpers(): Helper[] {
  helpers ??= [...headerText('helpers.txt').matchAll(/^(\d+) (.*?) \| (\w+) \| (.*)$/gm)].map(
    ([, id, result, name = '', parameters]) => ({
      name,
      declaration: `static ${result} (*const ${name})(${parameters}) = (void *)${id};`,
    }),
  );
  return helpers;
}

const enumeratorOf = (helper: string) => helper.replace(/^bpf_/, 'BPF_FUNC_');
const oldestHelper = 'bpf_map_lookup_elem';

function usedHelpers(mentions: TextMentions): string[] {
  return helperNames().filter((name) => mentions.foreign.has(name));
}

function helperEnumerators(mentions: TextMentions): string[] {
  return [oldestHelper, ...usedHelpers(mentions)].map(enumeratorOf);
}

/** The kernel's list of helpers is an enumeration, so it can be asked. */
function requireHelpers({ tokens }: MatchedTokens, mentions: TextMentions, kernel: Kernel, userStart: number): void {
  const { btf } = kernel;
  if (btf.enumsWith(enumeratorOf(oldestHelper)).length === 0) return;
  for (const name of usedHelpers(mentions)) {
    if (btf.enumsWith(enumeratorOf(name)).length > 0) continue;
    const token = tokens.find(({ text, start }) => text === name && start >= userStart);
    if (token)
      throw new SourceError(
        token.start,
        `kernel ${kernel.facts.release} has no helper ${name}: it came with a later one`,
      );
  }
}

/** The helpers a text calls and does not define itself. */
function helperDeclarations(mentions: TextMentions): string[] {
  return allHelpers()
    .filter(({ name }) => mentions.foreign.has(name) || name === 'bpf_probe_read' || name === 'bpf_probe_read_kernel')
    .map(({ declaration }) => declaration);
}
