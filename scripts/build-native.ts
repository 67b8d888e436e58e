import { nativeLibraries } from './native/libraries.ts';
console.log(await nativeLibraries());
