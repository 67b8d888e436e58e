import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Where the facts come from; tests put their own. */
export interface ProcessFiles {
  /** Path of the program a process runs. */
  executable(pid: number): string;
  /** Its `/proc/PID/maps`. */
  maps(pid: number): string;
}

const system: ProcessFiles = {
  executable: (pid) => readlinkSync(`/proc/${pid}/exe`),
  maps: (pid) => readFileSync(`/proc/${pid}/maps`, 'utf8'),
};

/**
 * Which of the candidates (`java`, `node`, `perl`, `php`, `python`, `ruby` ...) a process runs: the one its program is
 * named after, else the one whose library (`libpython3.11.so`) it has mapped; undefined when there is none, and for a
 * process that cannot be looked at.
 */
export function detectLanguage(candidates: readonly string[], pid: number, files = system): string | undefined {
  try {
    const program = basename(files.executable(pid));
    const byProgram = candidates.find((language) => program.startsWith(language));
    if (byProgram) return byProgram;
    const mapped = Array.from(files.maps(pid).matchAll(/\/([^/\n]+)$/gm), ([, name]) => name!);
    return candidates.find((language) => mapped.some((name) => name.startsWith(`lib${language}`)));
  } catch {
    return undefined;
  }
}
