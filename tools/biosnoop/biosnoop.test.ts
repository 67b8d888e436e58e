import assert from 'node:assert/strict';
import { before } from 'node:test';
import { APART, makeMergingDisk, type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const READS = 23;
/** Of each of three readers at the same time. */
const MANY = 1009;
const READERS = 3;
/** What null_blk is told to take for a request of the slow disk. */
const SLOW_MS = 5;

toolTest(
  'biosnoop',
  (bench, test) => {
    let results: Results<'all' | 'json' | 'flags' | 'slow' | 'many' | 'partition'>;
    let reads: number;
    const rows = (result: ToolResult, text: RegExp) => result.lines.filter((line) => text.test(line));

    /** Requests a disk has done, as it counts them itself. */
    const done = async () => Number((await bench.guest.run("awk '{ print $1 + $5 }' /sys/block/nullb1/stat")).stdout);

    before(async () => {
      const { guest } = bench;
      const ready = await guest.run(
        `modprobe null_blk nr_devices=0 queue_mode=2 && mkdir -p /sys/kernel/config &&
         { mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config; } && cd /sys/kernel/config/nullb &&
         mkdir nullb0 nullb1 && echo 2 | tee */irqmode > /dev/null && echo 1024 | tee */size > /dev/null &&
         echo ${SLOW_MS * 1e6} > nullb0/completion_nsec && echo 10000 > nullb1/completion_nsec &&
         echo 1 | tee */power && echo 2 > /sys/block/nullb1/queue/nomerges && addpart /dev/vdb 2 18432 16384 && ls /dev/vdb2 /dev/nullb0 /dev/nullb1`,
      );
      assert.equal(ready.status, 0, ready.stderr);
      const commands = {
        all: 'biosnoop -P -Q -d vdb',
        json: 'biosnoop --json',
        flags: 'biosnoop -F -d vdb',
        slow: `biosnoop -m ${SLOW_MS - 1} -d nullb0`,
        many: 'biosnoop --json -d nullb1 --buffer-pages 1024',
        partition: 'biosnoop -d vdb2',
      };
      results = await bench.during(commands, async () => {
        await bench.workload(
          `dd if=/dev/vdb of=/dev/null bs=4k count=${READS} skip=100 iflag=direct status=none
         dd if=/dev/zero of=/dev/vdb bs=8k count=1 seek=10 oflag=direct,dsync status=none
         dd if=/dev/zero of=/dev/vdb2 bs=4k count=3 oflag=direct status=none
         dd if=/dev/nullb0 of=/dev/null bs=4k count=${READS} iflag=direct status=none`,
        );
        const before = await done();
        await bench.workload(
          `for reader in {1..${READERS}}; do
           dd if=/dev/nullb1 of=/dev/null bs=4k count=${MANY} iflag=direct status=none &
         done; wait`,
        );
        reads = (await done()) - before;
      });
    });

    test('ends with status 0 on an interrupt and says nothing else', () => {
      for (const result of Object.values(results)) {
        assert.equal(result.status, 0, result.command);
        assert.equal(result.stderr, '', result.command);
      }
    });

    test('shows each request once, in order, with its sector, size and pattern', () => {
      const header = 'TIME(s)     COMM           PID     DISK      T SECTOR     BYTES  P QUE(ms) LAT(ms)';
      assert.equal(results.all.lines[0], header);
      const own = rows(results.all, /^\d+\.\d{6} +dd +[1-9]\d* +vdb {7}R \d+ +4096 {3}[SR?] +\d+\.\d\d +\d+\.\d\d$/);
      assert.equal(own.length, READS);
      for (const [index, line] of own.entries()) {
        assert.match(line, new RegExp(` R ${String(800 + 8 * index).padEnd(10)} 4096   ${index ? 'S' : '[?R]'} `));
      }
      assert.equal(rows(results.all, / dd +\d+ +vdb {7}W 160 {8}8192 {3}R /).length, 1);
    });

    test('shows the operation with its flags, and flushes, when asked to', () => {
      assert.match(results.flags.lines[0]!, /^TIME\(s\) {5}COMM .* T {20}SECTOR {5}BYTES {2}LAT\(ms\)$/);
      assert.equal(rows(results.flags, / vdb +(\w+-)*Read +800 +4096 /).length, 1);
      assert.equal(rows(results.flags, / vdb +(\w+-)*Write +160 +8192 /).length, 1);
      assert.ok(rows(results.flags, / vdb +(\w+-)*(Flush|PreFlush-Write) /).length >= 1, results.flags.stdout);
    });

    test('measures what the device takes', () => {
      assert.equal(results.slow.lines.length, 1 + READS, results.slow.stdout);
      for (const line of results.slow.lines.slice(1))
        assert.ok(Number(line.trim().split(/ +/).at(-1)) >= SLOW_MS - 1, line);
      const requests = results.json.json().filter(({ disk }) => disk === 'nullb0');
      assert.equal(requests.length, READS);
      for (const { latency_ms, queue_ms, comm, type, bytes, failed, flags: words } of requests) {
        assert.ok(latency_ms >= SLOW_MS - 1 && queue_ms >= 0);
        assert.deepEqual([comm, type, bytes, failed], ['dd', 'R', 4096, false]);
        assert.match(words, /Read$/);
      }
    });

    test('tells a partition from its disk, in sectors of the disk', () => {
      assert.deepEqual(
        results.partition.lines.slice(1).map((line) => / W (\d+) +4096 /.exec(line)?.[1]),
        ['18432', '18440', '18448'],
      );
    });

    test(`shows each of ${READERS} times ${MANY} requests made at the same time`, () => {
      const requests = results.many.json();
      assert.equal(reads, READERS * MANY);
      assert.equal(requests.length, reads);
      const readers = Map.groupBy(requests, ({ pid }) => pid);
      assert.equal(readers.size, READERS);
      for (const own of readers.values()) {
        const sectors = own.map(({ sector }) => sector).sort((a, b) => a - b);
        assert.deepEqual(
          sectors,
          Array.from({ length: MANY }, (_, index) => 8 * index),
        );
      }
    });

    test('filters by process and by least time', async () => {
      const { stdout } = await bench.guest.run(
        `mkfifo wait; { bash -c 'read line; exec dd if=/dev/vdb of=/dev/null bs=4k count=7 iflag=direct status=none' <> wait 2> /dev/null & }; echo $!`,
      );
      const pid = stdout.trim();
      const commands = { own: `biosnoop -d vdb -p ${pid}`, long: 'biosnoop -d vdb -m 1000000' };
      const { own, long } = await bench.during(commands, () =>
        bench.workload(
          'dd if=/dev/vdb of=/dev/null bs=4k count=5 iflag=direct status=none; echo > wait; while [ -e /proc/' +
            `${pid} ]; do sleep 0.1; done`,
        ),
      );
      const { lines } = own;
      assert.equal(lines.length, 1 + 7, lines.join('\n'));
      for (const line of lines.slice(1)) assert.match(line, new RegExp(` dd +${pid} +vdb +R `));
      assert.equal(long.lines.length, 1);
    });

    test('a request that is merged into another leaves nothing for the next one in its memory', async () => {
      await makeMergingDisk(bench.guest, 'nullb2');
      const run = await bench.start('biosnoop --json -d nullb2');
      await bench.workload('for i in 1 2 3; do ./merging /dev/nullb2; ./apart /dev/nullb2; done');
      const requests = (await run.interrupt()).json();
      const [merged, apart] = [0, 500_000].map((from) =>
        requests.filter(({ sector, type }) => type === 'R' && sector >= from && sector < from + 10_000),
      ) as [typeof requests, typeof requests];
      assert.ok(merged.some(({ bytes }) => bytes === 3 * 4096));
      assert.equal(apart.length, 3 * APART);
      for (const request of apart) assert.equal(request.comm, 'apart', JSON.stringify(request));
    });

    test('refuses what makes no sense in one line', async () => {
      for (const args of ['-d nosuchdisk', '-m -1', '-p 0', '5']) {
        const result = await bench.run(`biosnoop ${args}`);
        assert.equal(result.status, args.includes('nosuch') ? 1 : 2, result.stderr);
        assert.equal(result.stderr.trimEnd().split('\n').length, 1);
      }
    });
  },
  { disks: [{ sizeMb: 64 }] },
);
