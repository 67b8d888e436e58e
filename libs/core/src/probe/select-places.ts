import { kernelFunctions } from './kernel-functions.ts';
import { namePattern } from './name-pattern.ts';
import type { PlaceSelection } from './place.ts';
import type { ProbeSpec } from './probe-spec.ts';
import { tracepoints } from './tracepoints.ts';
import { usdtPlaces, userFunctions } from './user-places.ts';

export interface SelectOptions {
  /** The pattern is a regular expression. */
  regexp?: boolean;
  /** Only this process, and libraries and files as it sees them. */
  pid?: number;
}

/**
 * The places a probe specification stands for.
 * @throws ProbeError when there is none.
 */
export function selectPlaces(spec: ProbeSpec, options: SelectOptions = {}): PlaceSelection {
  const { regexp = false } = options;
  switch (spec.kind) {
    case 'kernel':
      return kernelFunctions(namePattern(spec.pattern, { regexp }));
    case 'tracepoint':
      return tracepoints(spec.category, spec.pattern, { regexp });
    case 'user':
      return userFunctions(spec.library, spec.pattern, options);
    case 'usdt':
      return usdtPlaces(spec.library, spec.pattern, {
        ...options,
        ...(spec.provider !== undefined && { provider: spec.provider }),
      });
  }
}
