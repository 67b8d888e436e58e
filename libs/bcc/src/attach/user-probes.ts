import { realpathSync } from 'node:fs';
import { Binary } from '@bcc-ts/core';
import { ProgType } from '../constants.ts';
import type { NamePattern } from '../discovery/patterns.ts';
import { resolveBinary } from '../discovery/programs.ts';
import { getUserFunctionsAndAddresses } from '../discovery/user-functions.ts';
import { type AttachHost, attachEach } from './attachments.ts';

export interface UprobeOptions {
  /** Library by its short name (`c`) or SONAME (`libc.so.6`), program on PATH, or full path. */
  name: string;
  /** Function. */
  sym?: string;
  /** Instead of `sym`: every function whose whole name matches. Those that cannot be probed are left out. */
  symRe?: NamePattern;
  /** Instead of `sym`: an address as the file is linked, which is what its symbol table has. */
  addr?: number | bigint;
  fnName: string;
  /** One process only; by default all. Libraries are looked up as that process sees them. */
  pid?: number;
  /** Bytes from the beginning of `sym`. */
  symOff?: number;
}

export type UretprobeOptions = Omit<UprobeOptions, 'symOff'>;

/** What detaching needs to know of an attachment. */
export type UprobePlace = Pick<UprobeOptions, 'name' | 'sym' | 'addr' | 'pid' | 'symOff'>;

export function attachUprobe(host: AttachHost, options: UprobeOptions): void {
  attachUser(host, 'uprobe', options);
}

export function attachUretprobe(host: AttachHost, options: UretprobeOptions): void {
  attachUser(host, 'uretprobe', options);
}

function attachUser(host: AttachHost, kind: 'uprobe' | 'uretprobe', options: UprobeOptions): void {
  const { name, sym, symRe, addr, fnName, pid = -1, symOff = 0 } = options;
  if (symOff !== 0 && addr !== undefined) throw new TypeError(`attach ${kind}: symOff goes with sym, not with addr`);
  const path = resolveBinary(name, pid);
  const program = host.program(fnName, ProgType.KPROBE);
  const attach = (target: string, offset: number) => {
    const where = { path, offset, retprobe: kind === 'uretprobe', pid };
    host.attachments.add(kind, target, fnName, () => program.attachUprobe(where));
  };
  if (symRe !== undefined) {
    // Names of one function share its address: it is probed once.
    const found = new Map(getUserFunctionsAndAddresses(path, symRe).map(({ address, offset }) => [address, offset]));
    host.attachments.reserve(found.size);
    attachEach(`${kind} ${path}:${symRe}`, fnName, [...found], ([address, offset]) =>
      attach(uprobeTarget(path, address, pid), offset),
    );
    return;
  }
  const { address, offset } = uprobePlace(path, sym, addr, symOff);
  attach(uprobeTarget(path, address, pid), offset);
}

/** The name an attachment is detached by. */
export function uprobeTargetOf({ name, sym, addr, pid = -1, symOff = 0 }: UprobePlace): string {
  const path = resolveBinary(name, pid);
  return uprobeTarget(path, uprobePlace(path, sym, addr, symOff).address, pid);
}

function uprobeTarget(path: string, address: bigint, pid: number): string {
  return `${ownName(path)}:0x${address.toString(16)}${pid >= 0 ? `:${pid}` : ''}`;
}

/** Address as the file is linked, and the place in the file that a probe needs. */
function uprobePlace(
  path: string,
  sym: string | undefined,
  addr: number | bigint | undefined,
  symOff: number,
): { address: bigint; offset: number } {
  using binary = Binary.open(path);
  if (addr !== undefined) {
    const offset = binary.elf.offsetOf(BigInt(addr));
    if (offset === undefined) throw new Error(`cannot probe ${path}: it has no address 0x${addr.toString(16)}`);
    return { address: BigInt(addr), offset: Number(offset) };
  }
  if (!sym) throw new TypeError('attach uprobe: give sym, symRe or addr');
  const found = binary.find(sym);
  if (!found) throw new Error(`cannot probe ${path}:${sym}: no such function (is it stripped, or another library's?)`);
  const offset = found.offset + BigInt(symOff);
  return { address: binary.elf.addressAt(offset) ?? offset, offset: Number(offset) };
}

/** The same file has one name, however it was found: through a process's root, or by a link. */
function ownName(path: string): string {
  try {
    return realpathSync(path.replace(/^\/proc\/\d+\/root(?=\/)/, ''));
  } catch {
    return path;
  }
}
