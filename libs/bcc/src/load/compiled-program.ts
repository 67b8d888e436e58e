import { readFileSync } from 'node:fs';
import {
  Btf,
  elfSection,
  elfSections,
  elfSymbols,
  imageLayout,
  type ProgramImage,
  type TypeLayout,
} from '@bcc-ts/core';
import { layoutByName } from '../event-type.ts';
import { compileText, type FrontEndProgram, type KernelFacts } from '../front-end/index.ts';
import { readSource } from '../source-file.ts';
import type { TableFacts } from '../table/open-table.ts';
import type { USDT } from '../usdt/usdt.ts';
import type { SourceText } from './refusal.ts';
import type { Sharing } from './shared-tables.ts';

/** Where a program comes from: exactly one of `text`, `srcFile` and `object`. */
export interface ProgramSource {
  /** C in BCC's dialect. */
  text?: string | undefined;
  /** A file of it; looked for in the working directory, then beside the running program. */
  srcFile?: string | undefined;
  /** An eBPF object that was compiled before: its path or its bytes. Needs no compiler. */
  object?: string | Uint8Array | undefined;
  /** Options for the compiler, one argument each: `-DNAME=value`, `-Ifolder`; `-w` shows no warnings on stderr. */
  cflags?: readonly string[] | undefined;
  /** Probes whose arguments functions of the text read. */
  usdtContexts?: readonly USDT[] | undefined;
  /** {@link Debug} flags. */
  debug?: number | undefined;
  /** The kernel to compile for; by default the running one. */
  kernel?: KernelFacts | undefined;
}

/** What a `BPF` is made of. */
export interface CompiledProgram {
  image: ProgramImage;
  programs: FrontEndProgram[];
  tables: Map<string, TableFacts>;
  pinPaths: Map<string, string>;
  sharing: Map<string, Sharing>;
  source: SourceText | undefined;
}

/** Compiles a text, or reads an object. @throws CompileError, TypeError */
export function compileProgram(options: ProgramSource): CompiledProgram {
  const given = (['text', 'srcFile', 'object'] as const).filter((name) => options[name] !== undefined);
  if (given.length !== 1) {
    throw new TypeError(
      `BPF: give one of text, srcFile and object, not ${given.length === 0 ? 'none' : given.join(' and ')}`,
    );
  }
  return options.object === undefined ? compileSource(options) : readObject(options.object);
}

function compileSource(options: ProgramSource): CompiledProgram {
  const source = options.text !== undefined ? { text: options.text, file: 'text' } : readSource(options.srcFile!);
  const { cflags, usdtContexts = [], debug, kernel } = options;
  const compiled = compileText({
    text: source.text,
    file: source.file,
    ...(cflags ? { cflags } : {}),
    usdt: usdtContexts.flatMap(({ uses }) =>
      uses.flatMap(({ paths, ...use }) => paths.map((path) => ({ ...use, path }))),
    ),
    ...(debug === undefined ? {} : { debug }),
    ...(kernel ? { kernel } : {}),
  });
  if (!cflags?.includes('-w')) for (const warning of compiled.warnings) process.stderr.write(`${warning}\n`);
  const object = compiled.image;
  const section = elfSection(object, '.BTF');
  const btf = section && new Btf(section.bytes);
  const typeOf = (name: string | undefined): TypeLayout | undefined =>
    name === undefined || !btf ? undefined : layoutByName(btf, name);
  return {
    image: { name: 'bcc', object, source: source.text, layout: imageLayout(object) },
    programs: compiled.programs,
    tables: new Map(compiled.maps.map(({ name, kind, eventType }) => [name, { kind, eventType: typeOf(eventType) }])),
    pinPaths: new Map(compiled.maps.flatMap(({ name, pinPath }) => (pinPath ? [[name, pinPath] as const] : []))),
    sharing: new Map(compiled.maps.flatMap(({ name, sharing }) => (sharing ? [[name, sharing] as const] : []))),
    source,
  };
}

/** Sections that say what a program is for, and whether it attaches itself. */
const sectionKinds: Readonly<Record<string, FrontEndProgram['kind']>> = {
  kprobe: 'kprobe',
  kretprobe: 'kretprobe',
  tracepoint: 'tracepoint',
  tp: 'tracepoint',
  raw_tracepoint: 'raw_tracepoint',
  raw_tp: 'raw_tracepoint',
  tp_btf: 'fentry',
  fentry: 'fentry',
  fexit: 'fexit',
  fmod_ret: 'fmod_ret',
  lsm: 'lsm',
  iter: 'iter',
};

function readObject(given: string | Uint8Array): CompiledProgram {
  const object = typeof given === 'string' ? readFileSync(given) : given;
  const layout = imageLayout(object);
  const sections = elfSections(object);
  const programs = elfSymbols(object, sections)
    .filter(({ kind, global }) => kind === 'function' && global)
    .map(({ name, section }) => programOfSection(name, sections[section]?.name ?? ''))
    .filter(({ section }) => section !== '' && section !== '.text');
  return {
    image: { name: 'bcc', object, source: '', layout },
    programs,
    tables: new Map(Object.keys(layout.maps).map((name) => [name, { kind: 'table' }])),
    pinPaths: new Map(),
    sharing: new Map(),
    source: undefined,
  };
}

/** What a section's name says of its program. */
export function programOfSection(name: string, section: string): FrontEndProgram {
  const [word = '', ...rest] = section.split('/');
  const kind = sectionKinds[word.replace(/\.s$/, '')] ?? 'function';
  const target = kind === 'tracepoint' ? rest.join(':') : rest.join('/');
  return { name, section, kind: target ? kind : 'function', ...(target ? { target } : {}) };
}
