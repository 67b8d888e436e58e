import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Node } from './ast.ts';
import { type Clang, clangIdentity, findClang, runClang } from './clang.ts';
import { type EditedText, Edits } from './edits.ts';
import { headerText } from './header-files.ts';
import { resolveIncludes } from './includes.ts';
import { inlinesFor } from './inlines.ts';
import { type Kernel, type KernelFacts, openKernel, runningKernel } from './kernel-facts.ts';
import { type KernelTypes, kernelTypes } from './kernel-types.ts';
import type { DeclaredMap } from './map-kinds.ts';
import { cacheKey, openCache } from './object-cache.ts';
import { includeFolders, type Preprocessed, preprocess } from './preprocess.ts';
import type { FrontEndProgram } from './program-names.ts';
import { insertReads } from './reads.ts';
import { type Rewritten, rewrite } from './rewrite.ts';
import { SourceError } from './source-error.ts';
import { originAt, withLineDirectives } from './source-places.ts';
import { TextErrors } from './text-errors.ts';
import { undefinedSymbols } from './undefined-symbols.ts';

/** A USDT probe and the function that handles it. */
export interface UsdtReader {
  fnName: string;
  provider: string;
  name: string;
  path: string;
  pid: number | undefined;
}

export interface CompileOptions {
  /** C in BCC's dialect. */
  text: string;
  /** Name shown in diagnostics, and where headers in quotes are looked for; default `text`. */
  file?: string;
  /** `-DNAME=VALUE`, `-UNAME`, `-Ifolder`. */
  cflags?: readonly string[];
  /** Not needed to compile: `bpf_usdt_readarg` finds the arguments at run time. */
  usdt?: readonly UsdtReader[];
  /** BCC's flags: 1 prints LLVM's code to stderr, 4 the C that the text becomes, 8 instructions with their lines. */
  debug?: number;
  /** The kernel to compile for; default: the running one. */
  kernel?: KernelFacts;
  /** Whether finished objects are kept for the next start; default true. */
  cache?: boolean;
}

export interface FrontEndMap {
  name: string;
  /** BCC's word for it: hash, array, histogram, perf_output, ringbuf, stack_trace, ... */
  kind: string;
  /** Name of the struct or typedef the program submits, found in the object's BTF; undefined when unknown. */
  eventType?: string;
  pinPath?: string;
  /** How it is shared with other programs of the process. */
  sharing?: 'public' | 'shared' | 'extern';
}

export interface CompiledText {
  /** The ELF object. */
  image: Uint8Array;
  programs: FrontEndProgram[];
  maps: FrontEndMap[];
  license: string;
  /** How many reads of kernel or user memory the text leaves to the front-end. */
  reads: number;
  /** What the text says in vain, ready to print: each with its line and a caret. */
  warnings: string[];
  /** True when no compiler ran. */
  cached: boolean;
}

const debugIntermediate = 1;
const debugPreprocessor = 4;
const debugSource = 8;

/**
 * Compiles a text in BCC's dialect for one kernel. Needs clang; no kernel headers.
 * @throws CompileError with the user's own lines; NoClangError
 */
export function compileText(options: CompileOptions): CompiledText {
  const kernelFacts = options.kernel ?? runningKernel();
  const debug = options.debug ?? 0;
  const cache =
    options.cache === false || debug & (debugIntermediate | debugPreprocessor | debugSource) ? undefined : openCache();
  const key = cache && cacheKey(options, kernelFacts, localIncludes(options));
  const kept = cache && key !== undefined ? cache.read(key) : undefined;
  // What another compiler made is good where there is none, as on a machine that got the object from another.
  const compiler = clangIdentity();
  if (kept && (compiler === undefined || compiler === kept.compiler)) {
    const { compiler: _, ...compiled } = kept;
    return { ...compiled, cached: true };
  }
  const clang = findClang();
  const compiled = new Compilation(options, openKernel(kernelFacts), clang).run();
  if (cache && key !== undefined) cache.write(key, { ...compiled, compiler: clang.identity });
  return { ...compiled, cached: false };
}

/** Texts of the headers a text includes from files, which are part of what is compiled. */
function localIncludes({ text, file = 'text', cflags = [] }: CompileOptions): string[] {
  if (!/^[ \t]*#[ \t]*include/m.test(text)) return [];
  const { files } = resolveIncludes(text, file, includeFolders(cflags));
  return [...files].slice(1).flat();
}

class Compilation {
  readonly #options: CompileOptions;
  readonly #file: string;
  readonly #kernel: Kernel;
  readonly #clang: Clang;
  readonly #debug: number;

  constructor(options: CompileOptions, kernel: Kernel, clang: Clang) {
    this.#options = options;
    this.#file = options.file ?? 'text';
    this.#kernel = kernel;
    this.#clang = clang;
    this.#debug = options.debug ?? 0;
  }

  run(): Omit<CompiledText, 'cached'> {
    const { text, cflags = [] } = this.#options;
    const source = preprocess({ text, file: this.#file, cflags }, this.#kernel, this.#clang);
    const rewritten = this.#locate(source, undefined, () => rewrite(source, this.#kernel));
    const { edited } = rewritten;
    const inlines = inlinesFor(edited.text, this.#kernel.architecture);
    const types = this.#locate(
      source,
      edited,
      () => kernelTypes(inlines + edited.text, this.#kernel, inlines.length),
      inlines.length,
    );
    const { edits, reads, eventTypes } = this.#insertReads(source, rewritten, types, inlines);
    const anchors = [...eventTypes].map(
      ([map, type]) => `static __attribute__((used)) int __bcc_event_${map}(${type} *record) { return 0; }`,
    );
    const license = source.license ?? 'GPL';
    const image = this.#compile(source, edited, edits, types, inlines, [
      ...anchors,
      `char __bcc_license[] __attribute__((section("license"), used)) = ${JSON.stringify(license)};`,
    ]);
    return {
      image,
      programs: rewritten.programs,
      maps: rewritten.maps.map((map) => frontEndMap(map, eventTypes.get(map.name))),
      license,
      reads,
      warnings: new TextErrors(source, this.#file, this.#kernel).warnings(rewritten.warnings),
    };
  }

  #insertReads(source: Preprocessed, { edited, programs }: Rewritten, types: KernelTypes, inlines: string) {
    const head = `${types.header}${headerText('dialect.h')}\n`;
    const body = inlines + edited.text;
    const options = ['-fsyntax-only', '-Xclang', '-ast-dump=json', ...compileOptions];
    const result = this.#runClang(options, head + body);
    if (result.status !== 0) {
      const lines = lineStarts(head + body);
      throw new TextErrors(source, this.#file, this.#kernel).ofClang(result.stderr, types, ({ line, column }) => {
        const offset = (lines[line - 1] ?? 0) + column - 1 - head.length - inlines.length;
        return offset < 0 ? undefined : edited.sourceOffset(offset);
      });
    }
    const unit = JSON.parse(result.stdout.toString('utf8')) as Node;
    const edits = new Edits(body);
    // Offsets in the AST count bytes.
    const start = Buffer.byteLength(head);
    const findings = this.#locate(
      source,
      edited,
      () => insertReads(unit, start, programs, edits, types.btf, types.mentions.definedTags),
      inlines.length,
    );
    return { edits: edits.apply(), reads: findings.reads, eventTypes: findings.eventTypes };
  }

  #compile(
    source: Preprocessed,
    edited: EditedText,
    reads: EditedText,
    types: KernelTypes,
    inlines: string,
    tail: string[],
  ): Buffer {
    const origin = (offset: number) => {
      const at = reads.sourceOffset(offset) - inlines.length;
      return at < 0 ? undefined : originAt(source, edited.sourceOffset(at));
    };
    const names = new Map<string, string>();
    const folder = mkdtempSync(join(tmpdir(), 'bcc-ts-'));
    try {
      // The verifier's log quotes source lines, which the compiler takes from these files.
      for (const [index, [file, content]] of [...source.files].entries()) {
        const base = file.replace(/^.*\//, '').replace(/[^\w.+-]/g, '_') || 'text';
        const name = [...names.values()].includes(base) ? `${index}-${base}` : base;
        names.set(file, name);
        writeFileSync(join(folder, name), content);
      }
      const body = withLineDirectives(reads.text, origin, names);
      const input = [types.header, headerText('dialect.h'), body, '# 1 "bcc"', ...tail, ''].join('\n');
      if (this.#debug & debugPreprocessor) process.stderr.write(body);
      const debugInfo = ['-g', '-O2', '-mcpu=v3', '-fno-ident', `-fdebug-compilation-dir=${folder}`];
      const result = this.#runClang(['-c', '-o', '-', ...debugInfo, ...compileOptions], input, folder);
      if (result.status !== 0)
        throw new TextErrors(source, this.#file, this.#kernel).ofClang(result.stderr, types, () => undefined, names);
      this.#printCode(input, folder, debugInfo);
      const missing = undefinedSymbols(result.stdout);
      if (missing.length > 0) throw new TextErrors(source, this.#file, this.#kernel).ofMissing(edited, missing, types);
      return result.stdout;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #runClang(options: readonly string[], input: string, folder?: string) {
    this.#kernel.releaseTypes();
    return runClang(this.#clang, options, input, folder);
  }

  /** What the compiler makes of it on its way to the object. */
  #printCode(input: string, folder: string, debugInfo: readonly string[]): void {
    if (this.#debug & debugIntermediate) {
      const { stdout } = runClang(
        this.#clang,
        ['-S', '-emit-llvm', '-o', '-', ...debugInfo, ...compileOptions],
        input,
        folder,
      );
      process.stderr.write(stdout);
    }
    if (this.#debug & debugSource) {
      const { stdout } = runClang(this.#clang, ['-S', '-o', '-', ...debugInfo, ...compileOptions], input, folder);
      // Behind the code come the types, as bytes.
      process.stderr.write(stdout.toString('utf8').replace(/^\s*\.section\s+\.(?:debug_|BTF)[\s\S]*/m, ''));
    }
  }

  /** Runs a step whose errors know their place in a text that came from the preprocessed one. */
  #locate<T>(source: Preprocessed, edited: EditedText | undefined, step: () => T, shift = 0): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const offset = edited ? edited.sourceOffset(Math.max(0, error.offset - shift)) : error.offset;
      throw new TextErrors(source, this.#file, this.#kernel).at([{ offset, message: error.message }]);
    }
  }
}

const compileOptions = [
  ...['-x', 'c', '-std=gnu11', '-target', 'bpf', '-nostdinc', '-fno-stack-protector', '-fno-caret-diagnostics'],
  ...['-fno-diagnostics-show-option', '-w', '-Werror=implicit-function-declaration', '-Wno-error=int-conversion'],
  ...['-Wno-error=incompatible-function-pointer-types', '-Wno-error=incompatible-pointer-types', '-ferror-limit=10'],
  ...['-Wno-error=implicit-int', '-Wno-error=return-type'],
];

function frontEndMap({ name, kind, pinPath, sharing }: DeclaredMap, eventType: string | undefined): FrontEndMap {
  const type = eventType?.replace(/^(?:struct|union) /, '');
  return {
    name,
    kind,
    ...(type === undefined ? {} : { eventType: type }),
    ...(pinPath === undefined ? {} : { pinPath }),
    ...(sharing === undefined ? {} : { sharing }),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
