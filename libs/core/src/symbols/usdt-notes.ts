import { type ElfFile, readNotes, SectionType } from './elf-file.ts';
import { parseUsdtArguments, type UsdtArgument } from './usdt-arguments.ts';

/** One place in the code where a probe fires; a probe that was inlined has several. */
export interface UsdtLocation {
  /** Address as the file is linked. */
  readonly address: bigint;
  /** Offset in the file, for a uprobe. */
  readonly offset: bigint;
  readonly arguments: readonly UsdtArgument[];
  /** The arguments as they stand in the file. */
  readonly argumentFormat: string;
}

/** A probe that a program's author put into it. */
export interface UsdtProbe {
  readonly provider: string;
  readonly name: string;
  readonly locations: readonly UsdtLocation[];
  /** Address and file offset of the counter that says whether anybody listens, undefined for a probe without. */
  readonly semaphore: { readonly address: bigint; readonly offset: bigint } | undefined;
}

const probeNote = 3;
const maximumProbes = 1 << 20;

/** The probes in `.note.stapsdt`, in the order of the file; none when it has no such section. @throws ElfError */
export function usdtProbes(elf: ElfFile): UsdtProbe[] {
  const section = elf.section('.note.stapsdt');
  if (!section || section.type !== SectionType.note) return [];
  const base = elf.section('.stapsdt.base')?.address;
  const probes = new Map<string, Omit<UsdtProbe, 'locations'> & { locations: UsdtLocation[] }>();
  let count = 0;
  for (const { owner, type, contents } of readNotes(elf.contents(section))) {
    if (owner !== 'stapsdt' || type !== probeNote || ++count > maximumProbes) continue;
    const note = readProbe(contents, elf.bits);
    if (!note) continue;
    // A file that was moved after it was linked: the section's address moved, what the note says did not.
    const moved = base !== undefined && note.base !== 0n ? base - note.base : 0n;
    const address = BigInt.asUintN(64, note.location + moved);
    const offset = elf.offsetOf(address);
    if (offset === undefined) continue;
    const key = `${note.provider}\0${note.name}`;
    let probe = probes.get(key);
    if (!probe) {
      const semaphore = note.semaphore === 0n ? undefined : place(elf, BigInt.asUintN(64, note.semaphore + moved));
      probe = { provider: note.provider, name: note.name, semaphore, locations: [] };
      probes.set(key, probe);
    }
    probe.locations.push({ address, offset, arguments: parseUsdtArguments(note.format), argumentFormat: note.format });
  }
  return [...probes.values()];
}

function place(elf: ElfFile, address: bigint): UsdtProbe['semaphore'] {
  const offset = elf.offsetOf(address);
  return offset === undefined ? undefined : { address, offset };
}

interface ProbeNote {
  location: bigint;
  base: bigint;
  semaphore: bigint;
  provider: string;
  name: string;
  format: string;
}

/** Three addresses, then three texts. */
function readProbe(contents: Buffer, bits: 32 | 64): ProbeNote | undefined {
  const size = bits / 8;
  if (contents.length < 3 * size + 3) return undefined;
  const [location, base, semaphore] = [0, 1, 2].map((i) =>
    bits === 64 ? contents.readBigUInt64LE(i * 8) : BigInt(contents.readUInt32LE(i * 4)),
  );
  const [provider, name, format] = contents.toString('utf8', 3 * size).split('\0');
  if (!provider || !name || format === undefined) return undefined;
  return { location: location!, base: base!, semaphore: semaphore!, provider, name, format };
}
