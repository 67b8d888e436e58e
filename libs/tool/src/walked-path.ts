import { Text } from '@bcc-ts/core';

interface Walk {
  /** The directory's names are there, up to the root. */
  walked: boolean;
  /** But for those next to the root. */
  cut: boolean;
}

/**
 * The path in what `append_path` of path-walk.bpf.h has written: a name, then, where they were asked for, the names of
 * its directory, innermost first, each ended by a NUL. Three dots stand for what is missing before them.
 */
export function walkedPath(names: Uint8Array, { walked, cut }: Walk): Text {
  const [name = Text.from(''), ...directories] = Text.list(names);
  if (!walked) return name;
  const parts = [...directories.reverse(), ...(name.length ? [name] : [])];
  return Text.join([Text.from(cut ? '...' : ''), ...(parts.length ? parts : [Text.from('')])], '/');
}
