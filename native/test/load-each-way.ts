/** Loads objects with the fake kernel, each in all ways. */
import { readFileSync } from 'node:fs';
import { answer, fakeLoad, type Loaded, request, type Way } from './fake-load.ts';

export interface LoadRequest {
  /** Files. */
  object: string;
  types: string;
  /** Names of the programs to load, where not those that are anyway. */
  programs?: string[];
  /** Types of a module, where there is one. */
  module?: string;
}

export type LoadAnswer = Record<Way, Loaded>;

if (import.meta.main) {
  answer(
    request<LoadRequest[]>().map(({ object, types, ...rest }): LoadAnswer => {
      const image = readFileSync(object);
      const load = (way: Way) => fakeLoad(image, types, way, rest);
      return { mapped: load('mapped'), file: load('file'), number: load('number'), whole: load('whole') };
    }),
  );
}
