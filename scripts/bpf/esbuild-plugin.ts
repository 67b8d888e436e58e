import type { Plugin } from 'esbuild';
import { CompileError, libbpfHeaders } from './compile.ts';
import { programModule } from './program-module.ts';

/** Lets esbuild bundle `import program from './x.bpf.c'`. clang's diagnostics are printed as clang wrote them. */
export const bpfPlugin: Plugin = {
  name: 'bpf',
  setup(build) {
    build.onLoad({ filter: /\.bpf\.c$/ }, async ({ path }) => {
      try {
        const { code, dependencies } = programModule(path, await libbpfHeaders());
        return { contents: code, loader: 'js', watchFiles: dependencies };
      } catch (error) {
        if (!(error instanceof CompileError)) throw error;
        return { errors: [{ text: error.message }], watchFiles: [path] };
      }
    });
  },
};
