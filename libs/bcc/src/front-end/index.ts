export { NoClangError } from './clang.ts';
export { CompileError, type Diagnostic } from './compile-error.ts';
export {
  type CompiledText,
  type CompileOptions,
  compileText,
  type FrontEndMap,
  type UsdtReader,
} from './compile-text.ts';
export { type KernelFacts, runningKernel } from './kernel-facts.ts';
export type { FrontEndProgram } from './program-names.ts';
