import { type EditedText, Edits } from './edits.ts';
import { type FunctionDefinition, functionsOf } from './functions.ts';
import type { Kernel } from './kernel-facts.ts';
import { tokenize } from './lexer.ts';
import { isPlainAddress, sizeMark } from './map-arguments.ts';
import type { DeclaredMap } from './map-kinds.ts';
import { declareMap, mapMacros } from './map-macros.ts';
import { mapMethods } from './map-methods.ts';
import { memberAliases } from './member-aliases.ts';
import { nearest } from './nearest.ts';
import { packetMark } from './packets.ts';
import type { Preprocessed } from './preprocess.ts';
import { type Warning, writePrintk } from './printk-call.ts';
import { isProbeMacro, type ProbeContext, probeProgram } from './probes.ts';
import type { FrontEndProgram } from './program-names.ts';
import { SourceError } from './source-error.ts';
import { argumentsOf, type MatchedTokens, matchBrackets } from './source-tree.ts';
import { mustBeKnownMacro } from './unknown-macros.ts';

/** Prefix of the function that holds a program's body; the program itself is a wrapper with the user's name. */
export const bodyPrefix = '__bcc_body_';

export interface Rewritten {
  edited: EditedText;
  programs: FrontEndProgram[];
  maps: DeclaredMap[];
  /** What the text says in vain. */
  warnings: Warning[];
}

/** Turns the dialect into C: maps, their methods, probes and typed parameters. @throws SourceError */
export function rewrite(source: Preprocessed, kernel: Kernel): Rewritten {
  const { text } = source;
  const tokens = tokenize(text);
  const open = tokens.find((token) => token.kind === 'string' && !(token.text.length > 1 && token.text.endsWith('"')));
  if (open) throw new SourceError(open.start, 'this string has no closing quote');
  const matched = matchBrackets(tokens);
  if ('message' in matched) throw new SourceError(matched.token.start, matched.message);
  const edits = new Edits(text);
  const maps = declareMaps(matched, text, edits);
  const { programs, bodies } = rewriteFunctions(matched, text, edits, kernel);
  const warnings = rewriteUses(matched, source, kernel, edits, maps, bodies);
  return { edited: edits.apply(), programs, maps: [...maps.values()], warnings };
}

function declareMaps(matched: MatchedTokens, text: string, edits: Edits): Map<string, DeclaredMap> {
  const { tokens, partner } = matched;
  const maps = new Map<string, DeclaredMap>();
  for (let index = 0; index + 1 < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== 'identifier' || !Object.hasOwn(mapMacros, token.text) || tokens[index + 1]!.text !== '(')
      continue;
    const args = argumentsOf(matched, index + 1, text).map((argument) => argument.text);
    const map = declareMap(token.text, args);
    if ('error' in map) throw new SourceError(token.start, map.error);
    if (maps.has(map.name)) throw new SourceError(token.start, `map ${map.name} is declared twice`);
    maps.set(map.name, map);
    let last = partner[index + 1]!;
    if (tokens[last + 1]?.text !== ';')
      throw new SourceError(token.start, `${token.text} of map ${map.name} must end with ';'`);
    last++;
    const lines = text.slice(token.start, tokens[last]!.end).replace(/[^\n]/g, '');
    edits.replace(token.start, tokens[last]!.end, map.declaration + lines);
    index = last;
  }
  return maps;
}

/** Makes programs of the functions that are not static, and has the others inlined. */
function rewriteFunctions(matched: MatchedTokens, text: string, edits: Edits, kernel: Kernel) {
  const { tokens } = matched;
  const { definitions, prototypes } = functionsOf(matched, text);
  const programs: FrontEndProgram[] = [];
  const bodies = new Map<string, string>();
  const seen = new Set<string>();
  for (const declaration of [...definitions, ...prototypes]) mustBeKnownMacro(declaration, matched);
  for (const definition of definitions) {
    if (Object.hasOwn(mapMacros, definition.name)) continue;
    const context: ProbeContext = { kernel, text, tokens };
    const program = isProgram(definition) ? probeProgram(definition, context) : undefined;
    if (!program) {
      inline(definition, matched, edits);
      continue;
    }
    if ('error' in program) throw new SourceError(tokens[definition.nameToken]!.start, program.error);
    const { name } = program.program;
    if (seen.has(name)) throw new SourceError(tokens[definition.nameToken]!.start, `${name} is defined twice`);
    seen.add(name);
    programs.push(program.program);
    bodies.set(name, bodyPrefix + name);
    const first = tokens[definition.first]!;
    const attributes = 'static inline __attribute__((always_inline)) ';
    if (program.head === undefined) {
      for (let index = definition.first; index < definition.nameToken; index++) {
        if (tokens[index]!.text === 'extern') edits.replace(tokens[index]!.start, tokens[index]!.end, '');
      }
      edits.insert(first.start, attributes);
    } else {
      if (tokens.slice(definition.first, definition.nameToken).some(({ text: word }) => word === '{'))
        throw new SourceError(first.start, `the declaration before ${definition.name} has no end`);
      const end = tokens[definition.closer]!.end;
      const lines = text.slice(first.start, end).replace(/[^\n]/g, '');
      edits.replace(first.start, end, `${attributes}int ${bodyPrefix}${name}(${program.head})${lines}`);
    }
    edits.insert(tokens[definition.bodyClose]!.end, ` ${program.wrapper}`);
  }
  for (const prototype of prototypes) {
    if (bodies.has(prototype.name) && !prototype.specifiers.includes('static')) {
      edits.insert(tokens[prototype.first]!.start, 'static ');
    }
  }
  return { programs, bodies };
}

function isProgram({ specifiers, name }: FunctionDefinition): boolean {
  return (
    isProbeMacro(name) ||
    !(specifiers.includes('static') || specifiers.includes('inline') || specifiers.includes('__inline'))
  );
}

/** Every helper function is inlined, as only then the verifier sees what its pointers are. */
function inline(definition: FunctionDefinition, { tokens }: MatchedTokens, edits: Edits): void {
  const { specifiers, first } = definition;
  if (specifiers.includes('__noinline') || specifiers.includes('noinline')) return;
  const words = [specifiers.includes('static') ? '' : 'static', '__attribute__((always_inline))'];
  edits.insert(tokens[first]!.start, `${words.join(' ')} `);
}

/** Method calls, `bpf_trace_printk`, member aliases and calls of programs, wherever they stand. */
function rewriteUses(
  matched: MatchedTokens,
  source: Preprocessed,
  kernel: Kernel,
  edits: Edits,
  maps: ReadonlyMap<string, DeclaredMap>,
  bodies: ReadonlyMap<string, string>,
): Warning[] {
  const warnings: Warning[] = [];
  const { tokens, partner } = matched;
  const { text } = source;
  const currentCpu = source.currentCpu ?? '0xffffffffULL';
  const ownMembers = memberNames(matched);
  let inDeclaration = -1;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind !== 'identifier') continue;
    const before = tokens[index - 1]?.text;
    const after = tokens[index + 1]?.text;
    if (index <= inDeclaration) continue;
    if (token.text === 'BPF_PACKET_HEADER') {
      edits.replace(token.start, token.end, packetMark);
      continue;
    }
    if (after === '(' && (Object.hasOwn(mapMacros, token.text) || isProbeMacro(token.text))) {
      inDeclaration = partner[index + 1]!;
    } else if (before === '.' || before === '->') {
      const alias = memberAliases[token.text];
      if (alias !== undefined && !ownMembers.has(token.text) && Object.hasOwn(memberAliases, token.text)) {
        edits.replace(token.start, token.end, alias);
      }
    } else if (after === '.' && tokens[index + 3]?.text === '(' && Object.hasOwn(mapMethods, tokens[index + 2]!.text)) {
      const map = maps.get(token.text);
      if (!map) {
        const like = nearest(token.text, maps.keys());
        const advice = like
          ? ` (did you mean ${like}?)`
          : '; declare it with BPF_HASH, BPF_ARRAY, BPF_PERF_OUTPUT or another map macro';
        throw new SourceError(token.start, `there is no map ${token.text}${advice}`);
      }
      writeCall(matched, text, edits, index, map, currentCpu);
    } else if (after === '.' && maps.has(token.text) && tokens[index + 3]?.text === '(') {
      const method = tokens[index + 2]!;
      const like = nearest(method.text, Object.keys(mapMethods));
      throw new SourceError(
        method.start,
        `maps have no method ${method.text}${like ? ` (did you mean ${like}?)` : ''}`,
      );
    } else if ((token.text === 'bpf_trace_printk' || token.text === 'bpf_printk') && after === '(') {
      warnings.push(...writePrintk(matched, text, kernel, edits, index));
    } else if ((token.text === 'bpf_usdt_readarg' || token.text === 'bpf_usdt_readarg_p') && after === '(') {
      writeReadArgument(matched, text, edits, index);
    } else if (bodies.has(token.text) && after === '(') {
      edits.replace(token.start, token.end, bodies.get(token.text)!);
    }
  }
  return warnings;
}

function writeCall(
  matched: MatchedTokens,
  text: string,
  edits: Edits,
  index: number,
  map: DeclaredMap,
  currentCpu: string,
): void {
  const { tokens, partner } = matched;
  const name = tokens[index + 2]!.text;
  const opener = index + 3;
  const method = mapMethods[name]!;
  const args = argumentsOf(matched, opener, text);
  if (args.length < method.least || args.length > method.most || args.some(({ text: argument }) => argument === '')) {
    throw new SourceError(
      tokens[index]!.start,
      `${map.name}.${name} takes (${method.usage}), not ${args.length} argument${args.length === 1 ? '' : 's'}`,
    );
  }
  if (name === 'increment' || name === 'atomic_increment' || name.startsWith('lookup_or')) {
    if (map.leaf === undefined)
      throw new SourceError(tokens[index]!.start, `${map.name} is a ${map.kind}: it has no entries to ${name}`);
  }
  const call = method.write(map, args.length, currentCpu);
  for (const [place, part] of (method.reads ?? []).entries()) {
    const type = part === 'key' ? map.key : map.leaf;
    const argument = args[place]!;
    if (type === undefined || !isPlainAddress(tokens.slice(argument.first, argument.last + 1))) continue;
    const mark = sizeMark(part, argument.text.replace(/\s+/g, ' '), map.name);
    const before = place === 0 ? 'prefix' : place - 1;
    if (before === 'prefix') call.prefix += mark;
    else call.separators[before] += mark;
    if (place < args.length - 1) call.separators[place] = `)${call.separators[place]}`;
    else call.suffix = `)${call.suffix}`;
  }
  edits.replace(tokens[index]!.start, tokens[opener]!.end, call.prefix);
  for (const [place, separator] of call.separators.entries()) {
    const comma = tokens[args[place]!.last + 1]!;
    edits.replace(comma.start, comma.end, separator);
  }
  const closer = tokens[partner[opener]!]!;
  edits.replace(closer.start, closer.end, call.suffix);
}

/** The argument is stored with the size of what it is stored into. */
function writeReadArgument(matched: MatchedTokens, text: string, edits: Edits, index: number): void {
  const { tokens, partner } = matched;
  const name = tokens[index]!.text;
  const args = argumentsOf(matched, index + 1, text);
  const pointer = name.endsWith('_p');
  if (args.length !== (pointer ? 4 : 3)) {
    const usage = pointer ? 'number, ctx, buffer, length' : 'number, ctx, &variable';
    throw new SourceError(tokens[index]!.start, `${name} takes (${usage}), not ${args.length} arguments`);
  }
  edits.replace(tokens[index]!.start, tokens[index]!.end, `__bcc_usdt_readarg${pointer ? '_p' : ''}`);
  if (!pointer) edits.insert(tokens[partner[index + 1]!]!.start, `, sizeof(*(${args[2]!.text}))`);
}

/** Names of members the text's own structs declare: those are no aliases. */
function memberNames({ tokens, partner }: MatchedTokens): Set<string> {
  const names = new Set<string>();
  for (let index = 0; index < tokens.length; index++) {
    const { text } = tokens[index]!;
    if (text !== 'struct' && text !== 'union') continue;
    const brace = tokens[index + 1]?.text === '{' ? index + 1 : tokens[index + 2]?.text === '{' ? index + 2 : -1;
    if (brace < 0) continue;
    for (let at = brace + 1; at < partner[brace]!; at++) {
      const token = tokens[at]!;
      if (token.kind === 'identifier' && /^[;,[:]$/.test(tokens[at + 1]?.text ?? '')) names.add(token.text);
    }
  }
  return names;
}
