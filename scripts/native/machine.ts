/** What the addon is built for. */
export interface Machine {
  /** As `uname -m` says it. */
  readonly name: 'x86_64' | 'aarch64';
  /** Debian's name of it: what the compiler's programs and configure scripts take. */
  readonly triplet: string;
  /** Debian packages with a compiler for it. */
  readonly packages: readonly string[];
  /** Before the names of the compiler's programs; empty on the machine itself. */
  readonly prefix: string;
}

const names = { x64: 'x86_64', arm64: 'aarch64' } as const;

/** This machine, or another one by Node's name for it, with Debian's cross compiler. */
export function machineOf(architecture: string = process.arch): Machine {
  if (architecture !== 'x64' && architecture !== 'arm64')
    throw new Error(`cannot build the addon for ${architecture}: only x64 and arm64 are known`);
  const name = names[architecture];
  const triplet = `${name}-linux-gnu`;
  if (architecture === process.arch) return { name, triplet, packages: ['gcc', 'g++', 'binutils'], prefix: '' };
  return { name, triplet, packages: [`g++-${triplet.replace('_', '-')}`], prefix: `${triplet}-` };
}
