import { type BpfMap as NativeMap, native } from '@bcc-ts/native';
import type { TypeLayout } from '../btf/layout.ts';
import { attempt, quote } from '../errors.ts';
import type { BpfMap } from './bpf-map.ts';
import { mapOf } from './map-kinds.ts';

/** Types of a map that no object declares; without them keys and values are bytes. */
export interface MapTypes {
  key?: TypeLayout;
  value?: TypeLayout;
}

/** Opens a pinned map. The caller closes it. */
export function openPinnedMap<M extends BpfMap>(path: string, types: MapTypes = {}): M {
  const handle = attempt(
    `open pinned map ${quote(path)}`,
    () => native().BpfMap.openPinned(path),
    ({ code }) => (code === 'ENOENT' ? 'no such file' : code === 'EINVAL' ? 'it is not a pinned map' : undefined),
  );
  return typed(handle, types);
}

/** Opens a map by the kernel's id. The caller closes it. */
export function openMapById<M extends BpfMap>(id: number, types: MapTypes = {}): M {
  const handle = attempt(
    `open map ${id}`,
    () => native().BpfMap.fromId(id),
    ({ code }) => (code === 'ENOENT' ? 'no such map' : undefined),
  );
  return typed(handle, types);
}

/** Creates a map that belongs to no object, for example as part of a map of maps. The caller closes it. */
export function createMap<M extends BpfMap>(options: {
  type: number;
  name?: string;
  keySize: number;
  valueSize: number;
  maxEntries: number;
  flags?: number;
  types?: MapTypes;
}): M {
  const { types = {}, ...rest } = options;
  return typed(
    attempt(
      `create map ${quote(options.name ?? '')}`,
      () => native().BpfMap.create(rest),
      ({ code }) => (code === 'EINVAL' ? 'this kernel has no such map type, or refuses its sizes' : undefined),
    ),
    types,
  );
}

function typed<M extends BpfMap>(handle: NativeMap, types: MapTypes): M {
  return mapOf(handle, { type: handle.type, ...types }) as M;
}
