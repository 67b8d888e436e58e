import type { SymbolTable } from '@bcc-ts/native';
import { ElfError } from '../btf/elf.ts';
import { quote } from '../errors.ts';
import { FileSource } from './byte-source.ts';
import { ElfFile } from './elf-file.ts';
import { elfSymbolTable } from './elf-symbols.ts';
import { listSymbols, SymbolKind } from './symbol-list.ts';
import { type UsdtProbe, usdtProbes } from './usdt-notes.ts';

/** A function in a binary. */
export interface BinaryFunction {
  /** As the linker knows it: C++ and Rust names are not made readable, see {@link demangle}. */
  readonly name: string;
  /** Offset in the file, for a uprobe. */
  readonly offset: bigint;
  /** Bytes. */
  readonly size: bigint;
  /** An ifunc: what lies here runs once and chooses the function that is called. A uprobe here sees no calls. */
  readonly indirect: boolean;
}

/**
 * An executable or shared library: its functions, for attaching by pattern, and its USDT probes. Symbols are read when
 * first asked for, also from separate debug files and from the compressed table of stripped files.
 *
 * ```ts
 * using libc = Binary.open('/usr/lib/x86_64-linux-gnu/libc.so.6');
 * libc.find('malloc'); // { name: 'malloc', offset: 0x98b50n, … }
 * ```
 */
export class Binary implements Disposable {
  /** The path it was opened by. */
  readonly path: string;
  /** In hexadecimal; undefined when the file has none. */
  readonly buildId: string | undefined;
  /** What the file itself says about its layout. */
  readonly elf: ElfFile;
  readonly #source: FileSource;
  #table: SymbolTable | undefined;
  #closed = false;

  private constructor(path: string) {
    this.path = path;
    this.#source = new FileSource(path);
    try {
      this.elf = new ElfFile(this.#source);
      this.buildId = this.elf.buildId;
    } catch (error) {
      this.#source.close();
      throw error;
    }
  }

  /** The caller closes it. @throws Error with the system's `code`, or ElfError when the file is none it can read. */
  static open(path: string): Binary {
    try {
      return new Binary(path);
    } catch (error) {
      throw explained(path, error);
    }
  }

  /** All functions by address. One address may have several names; a name may occur more than once. */
  *functions(): Generator<BinaryFunction> {
    for (const { name, address, size, kind } of listSymbols(this.#symbols())) {
      if (kind === SymbolKind.label) continue;
      const offset = this.elf.offsetOf(address);
      if (offset !== undefined) yield { name, offset, size: BigInt(size), indirect: kind === SymbolKind.indirect };
    }
  }

  /** The function of that name, or a label in code; undefined when there is none. */
  find(name: string): BinaryFunction | undefined {
    const [first] = this.#named(name);
    return first;
  }

  /** All functions of that name, the one that {@link find} gives first: each source file may have one of its own. */
  findAll(name: string): BinaryFunction[] {
    return [...this.#named(name)];
  }

  *#named(name: string): Generator<BinaryFunction> {
    const table = this.#symbols();
    for (const index of table.named(name)) {
      const offset = this.elf.offsetOf(table.address(index));
      if (offset === undefined) continue;
      const indirect = table.slice(index, 1).kinds[0] === SymbolKind.indirect;
      yield { name, offset, size: BigInt(table.size(index)), indirect };
    }
  }

  /** The USDT probes, in the order of the file. @throws ElfError when their section is damaged. */
  usdtProbes(): UsdtProbe[] {
    this.#requireOpen();
    try {
      return usdtProbes(this.elf);
    } catch (error) {
      throw explained(this.path, error);
    }
  }

  /** Closes the file and frees the symbols. */
  close(): void {
    this.#closed = true;
    this.#table?.close();
    this.#table = undefined;
    this.#source.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #symbols(): SymbolTable {
    this.#requireOpen();
    const root = /^\/proc\/[^/]+\/root(?=\/)/.exec(this.path)?.[0];
    const path = root ? this.path.slice(root.length) : this.path;
    this.#table ??= elfSymbolTable(this.elf, { path, roots: root ? [root, ''] : [''] });
    return this.#table;
  }

  #requireOpen(): void {
    if (this.#closed) throw new Error(`cannot read ${quote(this.path)}: it is closed`);
  }
}

function explained(path: string, error: unknown): unknown {
  const begin = `cannot read the symbols of ${quote(path)}`;
  if (error instanceof ElfError) return new ElfError(`${begin}: ${error.message}`);
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    { ENOENT: 'no such file', EACCES: 'permission denied (run it as root or with sudo)', EINVAL: 'not a regular file' }[
      code ?? ''
    ] ?? message;
  return Object.assign(new Error(`${begin}: ${reason}`, { cause: error }), { code });
}
