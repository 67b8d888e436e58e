import { quote } from '../errors.ts';
import { Binary, type BinaryFunction } from '../symbols/index.ts';
import { binaryPath } from './binary-path.ts';
import { type NamePattern, type NamePatternOptions, namePattern } from './name-pattern.ts';
import type { PlaceSelection, UserPlace } from './place.ts';
import { ProbeError } from './probe-spec.ts';

export interface UserPlacesOptions extends NamePatternOptions {
  /** Libraries and files as this process sees them. */
  pid?: number;
}

/**
 * The functions of a library or executable that match. A place with several names counts once, by the name that comes
 * first with underscores last.
 * @throws ProbeError when there is none, Error when the file cannot be read.
 */
export function userFunctions(
  library: string,
  text: string,
  { regexp = false, pid }: UserPlacesOptions = {},
): PlaceSelection {
  const path = binaryPath(library, pid);
  const pattern = namePattern(text, { regexp, open: true });
  using binary = Binary.open(path);
  const byOffset = new Map<bigint, BinaryFunction>();
  const leftOut = new Map<string, number>();
  let indirect = 0;
  for (const found of matching(binary, pattern)) {
    if (found.indirect) indirect++;
    else {
      const other = byOffset.get(found.offset);
      if (!other || before(found.name, other.name)) byOffset.set(found.offset, found);
    }
  }
  if (indirect > 0)
    leftOut.set('chosen when the program starts (indirect functions), the choices have other names', indirect);
  const places = Array.from(byOffset.values(), ({ name, offset }): UserPlace => ({ kind: 'user', name, path, offset }));
  if (places.length === 0) {
    const [why] = leftOut.keys();
    throw new ProbeError(
      why
        ? `cannot probe '${quote(text)}' in ${quote(path)}: ${why}`
        : `no function in ${quote(path)} matches '${quote(text)}'`,
    );
  }
  return { places, leftOut };
}

function matching(binary: Binary, pattern: NamePattern): Iterable<BinaryFunction> {
  if (!pattern.exact) return binary.functions().filter(({ name }) => pattern.matches(name));
  const found = binary.findAll(pattern.text);
  // An older version of an indirect function is not what is meant.
  return found[0]?.indirect ? found.slice(0, 1) : found;
}

function before(name: string, other: string): boolean {
  const underscores = (text: string) => /^_*/.exec(text)![0].length;
  return underscores(name) - underscores(other) < 0 || (underscores(name) === underscores(other) && name < other);
}

/**
 * The locations of the USDT probes that match; a probe has as many as the compiler made of it.
 * @throws ProbeError when there is none, Error when the file cannot be read.
 */
export function usdtPlaces(
  library: string,
  text: string,
  { regexp = false, pid, provider }: UserPlacesOptions & { provider?: string } = {},
): PlaceSelection {
  const path = binaryPath(library, pid);
  const pattern = namePattern(text, { regexp, open: true });
  using binary = Binary.open(path);
  const probes = binary.usdtProbes();
  const chosen = probes.filter(
    (probe) => pattern.matches(probe.name) && (provider === undefined || probe.provider === provider),
  );
  if (chosen.length === 0) {
    const name = provider === undefined ? text : `${provider}:${text}`;
    const why =
      probes.length === 0 ? 'it has none' : `none matches '${quote(name)}' (try: tplist -l ${quote(library)})`;
    throw new ProbeError(`no USDT probe of ${quote(path)}: ${why}`);
  }
  const places = chosen.flatMap(({ name, locations, semaphore }) =>
    locations.map(
      ({ offset }): UserPlace => ({
        kind: 'user',
        name,
        path,
        offset,
        ...(semaphore && { semaphore: semaphore.offset }),
      }),
    ),
  );
  return { places, leftOut: new Map() };
}
