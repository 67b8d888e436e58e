import { existsSync } from 'node:fs';
import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';

export interface UsdtOptions {
  /** Binary or library that has the probe. */
  path: string;
  provider: string;
  name: string;
  /** -1 (default) for every process. */
  pid?: number;
  cookie?: bigint;
}

/** Attaches to a statically defined user-space probe and raises its semaphore. */
export function attachUsdt(program: BpfProgram, options: UsdtOptions): BpfLink {
  const { path, provider, name } = options;
  return attempt(
    `attach to usdt probe ${quote(provider)}:${quote(name)} in ${quote(path)}`,
    () => program.attachUsdt({ pid: -1, ...options }),
    ({ code }) => {
      if (code !== 'ENOENT') return undefined;
      return path.includes('/') && !existsSync(path)
        ? 'no such file'
        : 'the file has no such probe (try: tplist -l FILE)';
    },
  );
}
