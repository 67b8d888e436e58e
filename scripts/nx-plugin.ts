import type { CreateNodesV2 } from '@nx/devkit';
import { dirname, basename } from 'node:path';
export const createNodesV2 = ['tools/*/*.bpf.c', (files) => files.map((f) => [f, { projects: { [dirname(f)]: { name: basename(dirname(f)), targets: { bpf: { command: 'echo hi' } } } } }])];
