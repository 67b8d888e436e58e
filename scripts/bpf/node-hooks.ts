/**
 * Lets plain Node import BPF programs: `node --import ./scripts/bpf/node-hooks.ts tools/x/x.ts`.
 * They are compiled on import, and taken from the cache the next time.
 */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { libbpfHeaders } from './compile.ts';
import { programModule } from './program-module.ts';

const include = await libbpfHeaders();

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.bpf.c')) return nextLoad(url, context);
    return { format: 'module', source: programModule(fileURLToPath(url), include).code, shortCircuit: true };
  },
});
