export { type NamePattern, namePattern } from './name-pattern.ts';
export type { KernelFunctionPlace, Place, PlaceSelection, TracepointPlace, UserPlace } from './place.ts';
export { type ProbePrograms, ProbeSet, type ProbeSetOptions } from './probe-set.ts';
export { ProbeError, type ProbeSpec, parseProbeSpec } from './probe-spec.ts';
export { type SelectOptions, selectPlaces } from './select-places.ts';
