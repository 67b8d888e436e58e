import assert from 'node:assert/strict';
import type { Guest } from './guest/guest.ts';

/** Requests that wait at a time, and go back unused. */
const MERGED = 3;
/** Requests that are made where those were, all at once. */
export const APART = 8;

/**
 * Reads without waiting. `merging`: blocks with gaps behind one the disk is busy with, then what fills the gaps, so that
 * the kernel merges two requests and gives one back. `apart`: blocks that cannot be merged, one for each request there is.
 */
const reader = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static aio_context_t ring;
static int disk, count;

static void read_at(long sector) {
  struct iocb* one = calloc(1, sizeof(*one));
  void* memory;
  if (posix_memalign(&memory, 4096, 4096)) abort();
  one->aio_lio_opcode = IOCB_CMD_PREAD;
  one->aio_fildes = disk;
  one->aio_buf = (long)memory;
  one->aio_nbytes = 4096;
  one->aio_offset = sector * 512;
  if (syscall(SYS_io_submit, ring, 1, &one) != 1) abort();
  count++;
}

int main(int words, char** arguments) {
  (void)words;
  struct io_event done[64];
  disk = open(arguments[1], O_RDONLY | O_DIRECT);
  if (disk < 0 || syscall(SYS_io_setup, 64, &ring)) abort();
  if (strstr(arguments[0], "merging")) {
    read_at(0);
    for (int i = 1; i <= ${MERGED}; i++) read_at(i * 1000), read_at(i * 1000 + 16);
    for (int i = 1; i <= ${MERGED}; i++) read_at(i * 1000 + 8);
  } else {
    for (int i = 0; i < ${APART}; i++) read_at(500000 + i * 1000);
  }
  return syscall(SYS_io_getevents, ring, count, count, done, 0) != count;
}
`;

/** A disk that does one request at a time, with room for few more; `merging` and `apart` are told its path. */
export async function makeMergingDisk(guest: Guest, name: string): Promise<void> {
  const made = await guest.run(
    `set -e
     gcc -O1 -o merging -x c - && ln merging apart
     modprobe null_blk && mkdir -p /sys/kernel/config
     mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
     cd /sys/kernel/config/nullb && mkdir ${name} && cd ${name}
     echo 2 > irqmode; echo 2 > queue_mode; echo 1 > submit_queues; echo 1 > hw_queue_depth
     echo 200000000 > completion_nsec; echo 1024 > size; echo 1 > power
     cd /sys/block/${name}/queue && echo mq-deadline > scheduler && echo ${APART} > nr_requests`,
    { stdin: reader },
  );
  assert.equal(made.status, 0, made.stderr);
}
