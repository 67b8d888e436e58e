/** Loads an object with the fake kernel whose types are damaged in every way, and compares with what libbpf makes of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { damagedTypes } from './damaged-types.ts';
import { answer, fakeLoad, request } from './fake-load.ts';

export interface DamagedRequest {
  /** Files. */
  object: string;
  types: string;
  /** A file to write damaged types to. */
  scratch: string;
}

export interface DamagedAnswer {
  /** How many were tried, and how many of them slices could be made of. */
  tried: number;
  sliced: number;
  /** Those that libbpf can read, but a slice of which gave something else. */
  different: string[];
}

if (import.meta.main) {
  const { object, types, scratch } = request<DamagedRequest>();
  const image = readFileSync(object);
  const result: DamagedAnswer = { tried: 0, sliced: 0, different: [] };
  for (const { how, bytes } of damagedTypes(readFileSync(types))) {
    writeFileSync(scratch, bytes);
    const whole = fakeLoad(image, scratch, 'whole');
    for (const way of ['file', 'number'] as const) {
      const { readAll, error, programs } = fakeLoad(image, scratch, way);
      result.tried++;
      if (!readAll && error === undefined) result.sliced++;
      if (whole.error === undefined && JSON.stringify(programs) !== JSON.stringify(whole.programs)) {
        result.different.push(`${how}, by ${way}: ${error ?? 'other code'}`);
      }
    }
  }
  answer(result);
}
