/** Debian packages: the same files, control data and release give the same bytes. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from '../../native/run-command.ts';
import { type Control, controlText } from './control.ts';

/** One file of a package: its content, a file to copy, or where a link points. */
export type PackageFile = { path: string; mode?: number } & (
  | { content: string | Buffer }
  | { copy: string }
  | { link: string }
);

export interface DebOptions {
  control: Omit<Control, 'installedSize'>;
  /** Paths from the root, without the first slash. */
  files: readonly PackageFile[];
  /** Seconds since 1970, for every file. */
  time: number;
  /** `none` is for packages that are only tried out: compressing Node takes most of a minute. Default: `xz`. */
  compression?: 'xz' | 'none';
}

/** The file name that Debian gives a package. */
export function debName({ package: name, version, architecture }: DebOptions['control']): string {
  return `${name}_${version}_${architecture}.deb`;
}

/** Writes the package into `directory` and returns its path. */
export async function buildDeb(directory: string, options: DebOptions): Promise<string> {
  const output = join(directory, debName(options.control));
  const temporary = `${output}.${process.pid}.tmp`;
  const work = mkdtempSync(join(tmpdir(), 'bcc-ts-deb-'));
  try {
    const root = join(work, basename(output, '.deb'));
    writeTree(root, options);
    // One thread: what several threads write depends on how many there are.
    const settings = ['--root-owner-group', '--threads-max=1', `-Z${options.compression ?? 'xz'}`];
    mkdirSync(directory, { recursive: true });
    await run('dpkg-deb', [...settings, '--build', root, temporary], work, { SOURCE_DATE_EPOCH: String(options.time) });
    renameSync(temporary, output);
    return output;
  } finally {
    rmSync(temporary, { force: true });
    rmSync(work, { recursive: true });
  }
}

function writeTree(root: string, { control, files, time }: DebOptions) {
  const sums: string[] = [];
  let installedSize = 0;
  mkdirSync(root);
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = join(root, file.path);
    mkdirSync(dirname(path), { recursive: true });
    if ('link' in file) {
      symlinkSync(file.link, path);
      continue;
    }
    if ('copy' in file) copyFileSync(file.copy, path);
    else writeFileSync(path, file.content);
    chmodSync(path, file.mode ?? 0o644);
    installedSize += statSync(path).size;
    sums.push(`${createHash('md5').update(readFileSync(path)).digest('hex')}  ${file.path}\n`);
  }
  const debian = join(root, 'DEBIAN');
  mkdirSync(debian);
  const data = { control: controlText({ ...control, installedSize }), md5sums: sums.join('') };
  for (const [name, content] of Object.entries(data)) {
    writeFileSync(join(debian, name), content);
    chmodSync(join(debian, name), 0o644);
  }
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    lutimesSync(path, time, time);
  }
  chmodSync(root, 0o755);
  lutimesSync(root, time, time);
}
