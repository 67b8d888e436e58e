/** A program about types that only a module has: compiled where it runs, it prints what it read of a file system. */
import { execFileSync } from 'node:child_process';
import { BPF } from '../../src/index.ts';

const text = `
BPF_ARRAY(found, u32, 1);

int kprobe__ext4_sync_file(struct pt_regs *ctx, struct file *file) {
    struct ext4_sb_info *volume = file->f_inode->i_sb->s_fs_info;
    int first = 0;
    u32 inodes = volume->s_inodes_per_group;
    found.update(&first, &inodes);
    return 0;
}`;

using b = new BPF<{ found: number }>({ text });
execFileSync('sh', [
  '-ec',
  `cd /tmp; truncate -s 24M volume; mkfs.ext4 -q -N 1984 volume; mkdir mounted; mount -o loop volume mounted
   dd if=/dev/zero of=mounted/file count=1 conv=fsync status=none`,
]);
process.stdout.write(`${b.table('found').get(0)}\n`);
