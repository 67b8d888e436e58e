/**
 * Compiles BPF programs and writes the declarations tsc needs: `build-program.ts FILE.bpf.c...`; without a file, all
 * programs of the tools.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CompileError, compileProgram, libbpfHeaders } from './compile.ts';
import { programModule } from './program-module.ts';
import { repository } from './sources.ts';

const named = process.argv.slice(2).map((file) => resolve(file));
const all = () => globSync('tools/*/*.bpf.c', { cwd: repository }).sort();
const files = named.length > 0 ? named : all().map((file) => join(repository, file));
const include = await libbpfHeaders();
for (const file of files) {
  try {
    programModule(file, include);
    const { name, object } = compileProgram(file, include);
    const output = join(repository, 'dist/bpf', `${name}.o`);
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, object);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
