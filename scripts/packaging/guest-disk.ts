/** A disk with large files for a guest: many times faster than copying them into it. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Guest } from '../../vm-tests/index.ts';
import { run } from '../native/run-command.ts';

const sizeMb = 256;

/** Options for `openGuest`, for a guest that is given such a disk. One size for all: each kind of guest is booted once. */
export const guestDisk = { disks: [{ sizeMb }] };

/** Puts files of this machine on the guest's first scratch disk and mounts that read-only on `directory`. */
export async function mountFiles(guest: Guest, files: readonly string[], directory: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'bcc-ts-disk-'));
  try {
    for (const file of files) copyFileSync(file, join(work, basename(file)));
    const image = join(guest.directory, 'scratch0.img');
    await run('/sbin/mke2fs', ['-q', '-F', '-t', 'ext2', '-m', '0', '-d', work, image, `${sizeMb}M`], work);
  } finally {
    rmSync(work, { recursive: true });
  }
  const { status, stderr } = await guest.run(`mkdir -p ${directory} && mount -o ro ${guest.disks[0]} ${directory}`);
  if (status !== 0) throw new Error(`cannot mount the files in the guest: ${stderr.trim()}`);
}
