import { Text } from '@bcc-ts/core';

/**
 * The path in what `append_path` of path-walk.bpf.h has written: a name, then, where they were asked for, the names of
 * its directory, innermost first, each ended by a NUL.
 */
export function walkedPath(names: Uint8Array): Text {
  const [name = Text.from(''), ...directories] = Text.list(names);
  if (directories.length === 0) return name;
  return Text.join([Text.from(''), ...directories.reverse(), ...(name.length ? [name] : [])], '/');
}
