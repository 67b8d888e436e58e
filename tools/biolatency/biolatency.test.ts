import assert from 'node:assert/strict';
import { before } from 'node:test';
import { APART, makeMergingDisk, type Results, toolTest } from '@bcc-ts/vm-tests';

const READS = 499;
const SLOW_READS = 61;
/** Made by a process in a cgroup of its own. */
const OWN_READS = 13;
/** What null_blk is told to take for a request. */
const SLOW_USECS = 5_000_000 / 1000;

/** Counts of a log2 histogram in text, by the start of each row's range. */
function counts(lines: readonly string[]): Map<number, number> {
  const rows = lines.map((line) => /^ *(\d+) -> \d+ +: (\d+) +\|[* ]*\|$/.exec(line)).filter((row) => row !== null);
  return new Map(rows.map((row) => [Number(row[1]), Number(row[2])]));
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);

toolTest(
  'biolatency',
  (bench, test) => {
    let results: Results<
      'disk' | 'byDisk' | 'byFlags' | 'json' | 'slow' | 'queued' | 'partition' | 'intervals' | 'inCgroup'
    >;

    before(async () => {
      const { guest } = bench;
      const ready = await guest.run(
        `mkdir /sys/fs/cgroup/wanted && modprobe null_blk queue_mode=2 irqmode=2 completion_nsec=${SLOW_USECS * 1000} nr_devices=1 &&
         addpart /dev/vdb 2 18432 16384 && ls /dev/vdb2 /dev/nullb0`,
      );
      assert.equal(ready.status, 0, ready.stderr);
      const commands = {
        disk: 'biolatency -d vdb',
        byDisk: 'biolatency -D',
        byFlags: 'biolatency -F -e -d vdb',
        json: 'biolatency -j -e -D -d vdb',
        slow: 'biolatency -m -e --percentiles -d nullb0',
        queued: 'biolatency -Q -e -d nullb0',
        partition: 'biolatency -j -d vdb2',
        intervals: 'biolatency -j -d nullb0 1',
        inCgroup: 'biolatency -j -d vdb --cgroup /sys/fs/cgroup/wanted',
      };
      results = await bench.during(commands, async () => {
        await bench.workload(
          `dd if=/dev/vdb of=/dev/null bs=4k count=${READS} iflag=direct status=none &&
         dd if=/dev/zero of=/dev/vdb2 bs=4k count=17 oflag=direct,dsync status=none &&
         dd if=/dev/nullb0 of=/dev/null bs=4k count=${SLOW_READS} iflag=direct status=none &&
         (echo $BASHPID > /sys/fs/cgroup/wanted/cgroup.procs; exec dd if=/dev/vdb of=/dev/null bs=4k count=${OWN_READS} iflag=direct status=none)`,
        );
      });
    });

    test('ends with status 0 on an interrupt and says nothing else', () => {
      for (const result of Object.values(results)) {
        assert.equal(result.status, 0, result.command);
        assert.equal(result.stderr, '', result.command);
      }
    });

    test('counts each request once', () => {
      assert.equal(results.disk.lines[0], 'Tracing block device I/O... Hit Ctrl-C to end.');
      assert.equal(results.disk.lines[2], '     usecs               : count     distribution');
      assert.match(results.disk.lines[3]!, /^ {9}0 -> 1 {10}: \d+ +\|[* ]{40}\|$/);
      // The writes come with a flush each, as long as the disk has a cache that could lose them.
      assert.ok(sum(counts(results.disk.lines).values()) >= READS + 17, results.disk.stdout);
      const reads = results.byFlags.stdout.split('flags = ').find((part) => /^(\w+-)*Read\n/.test(part))!;
      assert.equal(sum(counts(reads.split('\n')).values()), READS + OWN_READS, results.byFlags.stdout);
    });

    test('shows a histogram for each disk', () => {
      const sections = results.byDisk.stdout.split('\ndisk = ').slice(1);
      const names = sections.map((section) => section.split('\n')[0]);
      assert.deepEqual(
        names.filter((name) => name === 'vdb' || name === 'nullb0'),
        ['nullb0', 'vdb'],
      );
      const nullb0 = sections[names.indexOf('nullb0')]!.split('\n');
      assert.equal(sum(counts(nullb0).values()), SLOW_READS);
    });

    test('shows a histogram for each set of flags, with its own average', () => {
      assert.match(results.byFlags.stdout, /^flags = (\w+-)*Read$/m);
      assert.match(results.byFlags.stdout, /^flags = (\w+-)*Sync-Write$|^flags = Sync-Write$/m);
      for (const part of results.byFlags.stdout.split('flags = ').slice(1)) {
        const [, average, total, count] = /^avg = (\d+) usecs, total: (\d+) usecs, count: (\d+)$/m.exec(part)!;
        assert.equal(sum(counts(part.split('\n')).values()), Number(count), part);
        assert.equal(Math.floor(Number(total) / Number(count)), Number(average));
      }
    });

    test('measures what the device takes', () => {
      for (const [from, count] of counts(results.slow.lines)) {
        if (count > 0) assert.ok(from >= 4, `${count} requests at ${from} ms, of a device that takes 5`);
      }
      assert.equal(results.slow.lines[2], '     msecs               : count     distribution');
      const [, average, total, count] = /^avg = (\d+) msecs, total: (\d+) msecs, count: (\d+)$/m.exec(
        results.slow.stdout,
      )!;
      assert.equal(Number(count), SLOW_READS);
      assert.ok(Number(average) >= 4 && Number(total) >= SLOW_READS * 4, results.slow.stdout);
    });

    test('says what so many requests did not exceed, below the histogram and in JSON', () => {
      const [, ...bounds] = /^p50 <= (\d+), p90 <= (\d+), p99 <= (\d+), p99\.9 <= (\d+), max <= (\d+) msecs$/m.exec(
        results.slow.stdout,
      )!;
      const rows = [...counts(results.slow.lines)].filter(([, count]) => count > 0);
      // The device takes 5 ms, which is in the row of 4 to 7; the last row that counts anything ends at the maximum.
      assert.ok(Number(bounds[0]) >= 7, results.slow.stdout);
      assert.equal(Number(bounds.at(-1)), 2 * rows.at(-1)![0] - 1);
      assert.deepEqual(
        bounds.map(Number),
        bounds.map(Number).sort((a, b) => a - b),
      );
      const { buckets, percentiles, count } = results.json.json()[0]!;
      assert.equal(percentiles.max, buckets.at(-1).to);
      const atMost = (bound: number) =>
        sum(buckets.filter(({ to }: { to: number }) => to <= bound).map((bucket: { count: number }) => bucket.count));
      assert.ok(atMost(percentiles.p50) >= count / 2 && atMost(percentiles.p50 / 2) < count / 2);
    });

    test('loses no count between outputs, and adds up what is below a unit', () => {
      const outputs = results.intervals.json().filter(({ count }) => count > 0);
      assert.equal(sum(outputs.map(({ count }) => count)), SLOW_READS);
      const msecs = Number(/^avg = \d+ msecs, total: (\d+) /m.exec(results.slow.stdout)![1]);
      const usecs = sum(outputs.map(({ total }) => total));
      assert.ok(msecs >= usecs / 1000 - SLOW_READS / 4, `${msecs} ms, ${usecs} us`);
    });

    test('filters by the cgroup of the task that made the request', () => {
      assert.deepEqual(
        results.inCgroup.json().map(({ count }) => count),
        [OWN_READS],
      );
    });

    test('a request that is merged into another does not hide the next one in its memory', async () => {
      await makeMergingDisk(bench.guest, 'nullb1');
      const run = await bench.start('biolatency -j -d nullb1 --cgroup /sys/fs/cgroup/wanted');
      await bench.workload(
        `for i in 1 2 3; do
           ./merging /dev/nullb1; (echo $BASHPID > /sys/fs/cgroup/wanted/cgroup.procs; exec ./apart /dev/nullb1)
         done`,
      );
      assert.deepEqual(
        (await run.interrupt()).json().map(({ count }) => count),
        [3 * APART],
      );
    });

    test('measures from the queue with -Q, which is never less', () => {
      const [, average, , count] = /^avg = (\d+) usecs, total: (\d+) usecs, count: (\d+)$/m.exec(
        results.queued.stdout,
      )!;
      assert.equal(Number(count), SLOW_READS);
      assert.ok(Number(average) >= SLOW_USECS * 0.9, results.queued.stdout);
    });

    test('writes JSON with buckets, and tells a partition from its disk', () => {
      const [event] = results.json.json();
      assert.equal(event!.disk, 'vdb');
      assert.equal(event!.unit, 'usecs');
      const buckets = event!.buckets as { from: number; to: number; count: number }[];
      assert.equal(sum(buckets.map((bucket) => bucket.count)), event!.count);
      for (const { from, to } of buckets) assert.ok(from === 0 ? to === 1 : to === 2 * from - 1, `${from} to ${to}`);
      const onPartition = results.partition.json().at(-1)!;
      const writes = sum((onPartition.buckets as { count: number }[]).map((bucket) => bucket.count));
      assert.ok(writes >= 17 && writes < READS, `${writes} requests on the partition`);
    });

    test('prints at intervals and ends after the last', async () => {
      const result = await bench.run('biolatency -T 1 2');
      assert.equal(result.status, 0);
      assert.equal(result.lines.filter((line) => /^\d\d:\d\d:\d\d$/.test(line)).length, 2);
    });

    test('refuses what makes no sense in one line', async () => {
      for (const [args, message] of [
        ['-D -F', /-F|flags/],
        ['-d nosuchdisk', /no such disk 'nosuchdisk'/],
        ['one', /one/],
      ] as const) {
        const result = await bench.run(`biolatency ${args}`);
        assert.equal(result.status, args.includes('nosuch') ? 1 : 2, result.stderr);
        assert.match(result.stderr, message);
        assert.equal(result.stderr.trimEnd().split('\n').length, 1);
      }
    });
  },
  { disks: [{ sizeMb: 64 }] },
);
