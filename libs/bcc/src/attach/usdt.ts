import { ProgType } from '../constants.ts';
import type { USDT } from '../usdt/usdt.ts';
import type { AttachHost } from './attachments.ts';

/** Attaches the functions that a `USDT` has enabled, to every file that has their probe. */
export function attachUsdt(host: AttachHost, usdt: Pick<USDT, 'uses'>, ignorePid: boolean): void {
  for (const { fnName, provider, name, paths, pid } of usdt.uses) {
    const program = host.program(fnName, ProgType.KPROBE, { usdt: true });
    for (const path of paths) {
      const probe = { path, provider, name, pid: ignorePid || pid === undefined ? -1 : pid };
      host.attachments.add('usdt', `${path}:${provider}:${name}`, fnName, () => program.attachUsdt(probe));
    }
  }
}
