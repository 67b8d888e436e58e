import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const PAGES = 1009;
const WARM_READS = 2;
const PAGES_SENT = 31;
const PAGES_WRITTEN = 307;
/** Pages touched in a mapping that is not read ahead. */
const FAULTS = 113;

/** Works on one file each on a file system with one-page folios and on one with large ones, in a cgroup of its own. */
const WORKLOAD = `
import mmap, os, sys
folder, once = sys.argv[1], sys.argv[2] == 'once'
fd = os.open(folder + '/read', os.O_RDONLY)
out = os.open(folder + '/written', os.O_CREAT | os.O_WRONLY, 0o600)
target = os.open('/dev/null', os.O_WRONLY)
os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
buffer = b'x' * 4096
open('/sys/fs/cgroup/traced/cgroup.procs', 'w').write(str(os.getpid()))
for turn in range(1 if once else ${1 + WARM_READS}):
    for page in range(${PAGES}): os.pread(fd, 4096, page * 4096)
if not once:
    # Two bytes that lie in two pages.
    os.pread(fd, 2, 4095)
    os.sendfile(target, fd, 0, ${PAGES_SENT} * 4096)
    for page in range(${PAGES_WRITTEN}): os.write(out, buffer)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    mapped = mmap.mmap(fd, ${PAGES} * 4096, prot=mmap.PROT_READ)
    mapped.madvise(mmap.MADV_RANDOM)
    for page in range(${FAULTS}): mapped[page * 8 * 4096]
`;

toolTest(
  'cachestat',
  (bench, test) => {
    let everything: Results<'text' | 'ofInit'>;
    let cold: ToolResult;
    const both: Record<string, ToolResult> = {};

    before(async () => {
      const { guest } = bench;
      await guest.run(`cat > workload.py <<'END'\n${WORKLOAD}END`);
      const ready = await guest.run(
        `mkdir /sys/fs/cgroup/traced /mnt/ext4 /mnt/xfs &&
         mkfs.ext4 -q /dev/vdb && mount /dev/vdb /mnt/ext4 && mkfs.xfs -q /dev/vdc && mount /dev/vdc /mnt/xfs &&
         for i in ext4 xfs; do dd if=/dev/zero of=/mnt/$i/read bs=4k count=${PAGES} status=none; done; sync
         python3 workload.py /mnt/ext4 all; rm /mnt/*/written; sync`,
      );
      assert.equal(ready.status, 0, ready.stderr);
      const ofWorkload = async (...words: string[]) => {
        const { traced } = await bench.during(
          { traced: 'cachestat --json --cgroup /sys/fs/cgroup/traced 1000' },
          async () => {
            const done = await guest.run(`chrt --fifo 1 python3 workload.py ${words.join(' ')}`);
            assert.equal(done.status, 0, done.stderr);
          },
        );
        return traced;
      };
      everything = await bench.during({ text: 'cachestat -T 1000', ofInit: 'cachestat --json -p 1 1000' }, async () => {
        cold = await ofWorkload('/mnt/ext4', 'once');
        for (const kind of ['ext4', 'xfs']) both[kind] = await ofWorkload(`/mnt/${kind}`, 'all');
      });
    });

    test('ends with status 0 on an interrupt and says nothing else', () => {
      for (const result of [everything.text, cold, both.ext4!, both.xfs!]) {
        assert.deepEqual([result.status, result.stderr], [0, ''], result.command);
      }
    });

    test('a file that is read for the first time is all misses', () => {
      const [line] = cold.json();
      assert.equal(line!.misses, PAGES);
      assert.ok(line!.hits <= 10, JSON.stringify(line));
      assert.ok(line!.accessed >= PAGES && line!.accessed <= PAGES + 10, JSON.stringify(line));
      assert.ok(line!.hit_ratio < 2, JSON.stringify(line));
      assert.ok(line!.waits >= 1 && line!.waits < PAGES / 2, JSON.stringify(line));
    });

    test('filters by process', () => {
      const [line] = everything.ofInit.json();
      assert.ok(line!.accessed < PAGES && line!.misses < PAGES && line!.dirties < PAGES_WRITTEN, JSON.stringify(line));
    });

    for (const kind of ['ext4', 'xfs']) {
      test(`${kind}: what is read again are hits, in pages however large the folios are`, () => {
        const [line] = both[kind]!.json();
        const accessed = PAGES * (1 + WARM_READS) + 2 + PAGES_SENT + FAULTS;
        // Linux 5.10 has no place that tells of pages read without looking ahead.
        const read = PAGES + (bench.kernel === '5.10' ? 0 : FAULTS);
        // Python itself may touch a page of its libraries for the first time.
        assert.ok(line!.misses >= read && line!.misses <= read + 32, JSON.stringify(line));
        assert.ok(line!.accessed >= accessed && line!.accessed <= accessed + 20, JSON.stringify(line));
        assert.equal(line!.hits, line!.accessed - line!.misses);
        assert.ok(Math.abs(line!.hit_ratio - (100 * line!.hits) / line!.accessed) < 0.001);
      });

      test(`${kind}: written pages are dirty once`, () => {
        const [line] = both[kind]!.json();
        // With what the file system itself writes down about them.
        assert.ok(line!.dirties >= PAGES_WRITTEN && line!.dirties <= PAGES_WRITTEN + 40, JSON.stringify(line));
      });
    }

    test('shows a line for everything, with the time and the memory used', async () => {
      const [header, line, ...rest] = everything.text.lines;
      assert.equal(header, 'TIME         HITS   MISSES  DIRTIES HITRATIO   BUFFERS_MB  CACHED_MB');
      assert.match(line!, /^\d\d:\d\d:\d\d [ \d]{8} [ \d]{8} [ \d]{8} [ .\d]{7}% [ \d]{12} [ \d]{10}$/);
      assert.deepEqual(rest, ['Detaching...']);
      const [, , misses, dirties] = line!.trim().split(/\s+/);
      assert.ok(Number(misses) >= 3 * PAGES && Number(dirties) >= 2 * PAGES_WRITTEN, line);
    });

    test('prints at intervals under one header, and ends after the last', async () => {
      const result = await bench.run('cachestat 0.5 3');
      assert.equal(result.status, 0);
      assert.equal(result.lines[0], '    HITS   MISSES  DIRTIES HITRATIO   BUFFERS_MB  CACHED_MB');
      assert.equal(result.lines.filter((line) => /^ +\d+ +\d+ +\d+ +[\d.]+% +\d+ +\d+$/.test(line)).length, 3);
      assert.equal(result.lines.length, 5);
      const memory = await bench.guest.run("awk '/^Cached/ { print int($2 / 1024 + .5) }' /proc/meminfo");
      const cached = Number(result.lines[3]!.trim().split(/\s+/).at(-1));
      assert.ok(Math.abs(cached - Number(memory.stdout)) <= 2, `${cached} ${memory.stdout}`);
    });
  },
  { disks: [{ sizeMb: 64 }, { sizeMb: 320 }] },
);
