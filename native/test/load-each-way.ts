/** Loads objects with the fake kernel, each in all ways. */
import { readFileSync } from 'node:fs';
import { answer, fakeLoad, type Loaded, request, type Way } from './fake-load.ts';

export interface LoadRequest {
  /** Files. */
  object: string;
  types: string;
  /** Names of the programs to load, where not those that are anyway. */
  programs?: string[];
}

export type LoadAnswer = Record<Way, Loaded>;

if (import.meta.main) {
  answer(
    request<LoadRequest[]>().map(({ object, types, programs }): LoadAnswer => {
      const image = readFileSync(object);
      return {
        file: fakeLoad(image, types, 'file', programs),
        number: fakeLoad(image, types, 'number', programs),
        whole: fakeLoad(image, types, 'whole', programs),
      };
    }),
  );
}
