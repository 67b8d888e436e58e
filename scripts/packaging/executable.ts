/** Makes one executable file of Node, a main script and assets. */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runtimeFlag } from '../bundling/code-file.ts';
import { run } from '../native/run-command.ts';
import { findNote } from './elf-note.ts';
import { executableTemplate, roomFor } from './executable-template.ts';
import { executableLicenses } from './licenses/executable-licenses.ts';

export interface ExecutableContent {
  /** CommonJS code that is run at start; `require` gives it Node's own modules only. */
  main: string;
  /** Files by the name the main script finds them under, as `node:sea` gives them. */
  assets: Record<string, string>;
}

/**
 * Writes an executable. It takes neither `NODE_OPTIONS` nor Node's own command line options: all words belong to the
 * main script. The same content gives the same bytes.
 */
export async function writeExecutable(output: string, content: ExecutableContent): Promise<void> {
  const blob = await seaBlob(content);
  const template = await executableTemplate(roomFor(blob.length));
  mkdirSync(dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}.tmp`;
  try {
    copyFileSync(template, temporary, constants.COPYFILE_FICLONE);
    const fd = openSync(temporary, 'r+');
    try {
      const { offset, size } = findNote(fd, 'NODE_SEA_BLOB');
      const content = Buffer.alloc(size);
      blob.copy(content);
      writeSync(fd, content, 0, size, offset);
    } finally {
      closeSync(fd);
    }
    chmodSync(temporary, 0o755);
    renameSync(temporary, output);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** What Node reads at start, in its own format, which Node itself writes. No path of this machine gets into it. */
async function seaBlob({ main, assets }: ExecutableContent): Promise<Buffer> {
  const work = mkdtempSync(join(tmpdir(), 'bcc-ts-executable-'));
  try {
    writeFileSync(join(work, 'main.cjs'), main);
    writeFileSync(join(work, 'LICENSES'), executableLicenses());
    const config = {
      main: 'main.cjs',
      output: 'blob',
      disableExperimentalSEAWarning: true,
      useCodeCache: false,
      useSnapshot: false,
      execArgv: [runtimeFlag],
      execArgvExtension: 'none',
      assets: { ...assets, LICENSES: 'LICENSES' },
    };
    writeFileSync(join(work, 'config.json'), JSON.stringify(config));
    await run(process.execPath, ['--experimental-sea-config', 'config.json'], work);
    return readFileSync(join(work, 'blob'));
  } finally {
    rmSync(work, { recursive: true });
  }
}
