import { imageLayout, programNames } from '../../libs/core/src/btf/image-layout.ts';
import { CompileError, compileProgram } from './compile.ts';
import { writeDeclarations } from './declarations.ts';
import { recordMistakes, typeMistakes } from './declared-types.ts';

export interface ProgramModule {
  /** JavaScript whose default export is the program's `ProgramImage`. */
  code: string;
  /** Files that, when changed, make it stale. */
  dependencies: string[];
}

/**
 * What `import program from './x.bpf.c'` imports. Compiles the file and writes its declaration beside it.
 *
 * The object is base64 text that is decoded on each access: starting a tool to print its help costs nothing for it.
 *
 * @throws CompileError
 */
export function programModule(file: string, include: string): ProgramModule {
  const { name, object, source, dependencies } = compileProgram(file, include);
  const layout = imageLayout(object);
  const mistakes = [...recordMistakes(layout), ...typeMistakes(object)];
  if (mistakes.length > 0) throw new CompileError(`${file}: ${mistakes.join('\n')}`);
  writeDeclarations(file, layout, programNames(object));
  const code = [
    `const object = ${JSON.stringify(Buffer.from(object).toString('base64'))};`,
    'export default {',
    `  name: ${JSON.stringify(name)},`,
    "  get object() { return Buffer.from(object, 'base64'); },",
    `  source: ${JSON.stringify(source)},`,
    `  layout: ${JSON.stringify(layout)},`,
    '};',
    '',
  ].join('\n');
  return { code, dependencies };
}
