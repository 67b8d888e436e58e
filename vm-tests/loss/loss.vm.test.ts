/**
 * No event is lost in silence: what a tool shows and what it says it lost add up to what was produced, which somebody
 * else counts. Under a load as fast as the machine can make it, into buffers of all kinds, with a reader that stops and
 * one that is slow.
 */
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ToolBench, type ToolResult, toolTest } from '../tool-test.ts';

const WORKERS = 2;
const LOAD_SECONDS = 4;
/** For so long nobody reads, while the load goes on. */
const STOPPED_MS = 3000;
/** What the memory of a tool may grow by while nobody takes its output. */
const GROWTH_KB = 16 * 1024;

interface Producer {
  /** What producer.c is told to make. */
  makes: 'open' | 'exec' | 'read';
  /** A prime number of these, for each worker, is shown completely. */
  count: number;
  /** What starting the producer makes itself. */
  additional: number;
  options: string;
}

const small = '--buffer-pages 1';
const large = '--buffer-pages 4096';

const tools: Readonly<Record<string, Producer>> = {
  opensnoop: { makes: 'open', count: 5003, additional: 0, options: '' },
  execsnoop: { makes: 'exec', count: 97, additional: 1, options: '' },
  biosnoop: { makes: 'read', count: 1009, additional: 0, options: '-d nullb0' },
};

const prepare = `
gcc -O1 -static -o producer producer.c && mkdir /sys/fs/cgroup/load &&
modprobe null_blk nr_devices=1 queue_mode=2 irqmode=0 && echo 2 > /sys/block/nullb0/queue/nomerges
`;

/** Events that are shown, and reports of loss, of a JSON run. */
function recordsOf(result: ToolResult) {
  const { true: losses = [], false: events = [] } = Object.groupBy(
    // Here also what was missed counts, which the bench leaves out.
    result.lines.map((line) => JSON.parse(line)),
    ({ type }) => `${type === 'lost'}` as const,
  );
  const totals = losses.filter(({ final }) => final);
  const sum = (some: typeof totals) => some.reduce((all, { total }) => all + total, 0);
  const missed = sum(totals.filter(({ cause }) => cause === 'missed'));
  return { shown: events.length, losses, lost: sum(totals) - missed, missed };
}

/** The same of a run that wrote text. */
function countsOf({ lines, stderr }: ToolResult) {
  const totals = Array.from(stderr.matchAll(/: (\d+) events? lost in all: (.*)$/gm), ([, count, why]) => ({
    count: Number(count),
    missed: why!.startsWith('program was running'),
  }));
  const sum = (missed: boolean) =>
    totals.filter((total) => total.missed === missed).reduce((all, { count }) => all + count, 0);
  return { shown: lines.length - 1, lost: sum(false), missed: sum(true) };
}

/** The kernel tells how often it left a program out, for whatever task: at most so many of the load's events. */
function assertSum({ shown, lost, missed }: { shown: number; lost: number; missed: number }, produced: number) {
  const text = `${shown} shown, ${lost} lost, ${missed} missed, ${produced} produced`;
  assert.ok(shown + lost <= produced && shown + lost + missed >= produced, text);
  assert.ok(shown > 0, text);
}

interface Outcome {
  produced: number;
  /** Events of tasks that are filtered out. */
  elsewhere: number;
  /** As the block device counts its requests itself. */
  served: number;
  complete: ToolResult;
  json: ToolResult;
  text: ToolResult;
  perf: ToolResult;
  slow: ToolResult;
  /** Resident memory of the tool with the slow reader before and after the load. */
  memoryKb: [number, number];
}

/** Gives how many events there were in the cgroup that the tools watch. */
async function produce(bench: ToolBench, { makes, additional }: Producer, amount: string): Promise<number> {
  const device = makes === 'read' ? '/dev/nullb0' : '';
  const { stdout, stderr } = await bench.run(
    `bash -c 'echo $$ > /sys/fs/cgroup/load/cgroup.procs; exec ./producer ${makes} ${amount} ${WORKERS} ${device}'`,
  );
  assert.match(stdout, /^\d+\n$/, stderr);
  return Number(stdout) + additional;
}

/** What is filtered out is neither shown nor lost. Gives how many such events there were. */
async function produceElsewhere(bench: ToolBench, { makes }: Producer): Promise<number> {
  const { stdout } = await bench.run(`./producer ${makes} ${LOAD_SECONDS}s 1 ${makes === 'read' ? '/dev/nullb0' : ''}`);
  assert.ok(Number(stdout) > 0);
  return Number(stdout);
}

async function number(bench: ToolBench, command: string): Promise<number> {
  return Number((await bench.guest.run(command)).stdout);
}

async function loseEvents(bench: ToolBench, tool: string, producer: Producer): Promise<Outcome> {
  const { options, count } = producer;
  const command = `${tool} --cgroup /sys/fs/cgroup/load ${options}`;
  const served = () => number(bench, "awk '{ print $1 }' /sys/block/nullb0/stat");
  const memory = () => number(bench, "awk '/^VmRSS/ { print $2 }' /proc/$(cat slow.pid)/status");
  const runs = await Promise.all(
    [
      `${command} --json ${large}`,
      `${command} --json --fail-on-lost ${small}`,
      `${command} ${small}`,
      `BCC_TS_MISSING=ringbuf ${command} --json ${small}`,
      `bash -c 'echo $$ > slow.pid; exec ${command} --json ${small}' | python3 slow-reader.py`,
    ].map((line) => bench.start(line)),
  );
  const [complete, json, text, perf, slow] = runs as [
    (typeof runs)[0],
    (typeof runs)[0],
    (typeof runs)[0],
    (typeof runs)[0],
    (typeof runs)[0],
  ];
  const servedBefore = await served();
  const first = await produce(bench, producer, `${count}`);
  const completeResult = await complete.interrupt();
  const before = await memory();
  const load = Promise.all([produce(bench, producer, `${LOAD_SECONDS}s`), produceElsewhere(bench, producer)]);
  for (const run of [json, text, perf]) run.signal('STOP');
  await sleep(STOPPED_MS);
  for (const run of [json, text, perf]) run.signal('CONT');
  const [second, elsewhere] = await load;
  const memoryKb: [number, number] = [before, await memory()];
  const results = await Promise.all([json, text, perf, slow].map((run) => run.interrupt()));
  return {
    produced: first + second,
    elsewhere,
    served: (await served()) - servedBefore,
    complete: completeResult,
    json: results[0]!,
    text: results[1]!,
    perf: results[2]!,
    slow: results[3]!,
    memoryKb,
  };
}

toolTest(
  'loss',
  (bench, test) => {
    const outcomes = new Map<string, Outcome>();

    before(async () => {
      for (const file of ['producer.c', 'slow-reader.py']) await bench.guest.put(`vm-tests/loss/${file}`);
      const ready = await bench.run(prepare);
      assert.equal(ready.status, 0, ready.stderr);
      for (const [tool, producer] of Object.entries(tools)) {
        outcomes.set(tool, await loseEvents(bench, tool, producer));
      }
    });

    for (const [tool, { makes, count, additional }] of Object.entries(tools)) {
      test(`${tool}: shows each of ${WORKERS} times ${count} events where there is room for them`, () => {
        const { complete } = outcomes.get(tool)!;
        const { shown, lost, missed } = recordsOf(complete);
        const produced = WORKERS * count + additional;
        assertSum({ shown, lost, missed }, produced);
        assert.equal(lost, 0);
        assert.deepEqual([complete.status, complete.stderr], [0, '']);
      });

      test(`${tool}: shown and lost add up while its reader is stopped, and it ends with status 1 if told to`, () => {
        const { json, produced } = outcomes.get(tool)!;
        const records = recordsOf(json);
        assertSum(records, produced);
        assert.ok(records.lost > 0, 'something is lost');
        assert.deepEqual([json.status, json.stderr], [1, '']);
        const { cause, count, total, final } = records.losses[0]!;
        assert.deepEqual([cause, count, final], ['ring_full', total, undefined]);
        const reports = records.losses.filter((loss) => loss.cause === 'ring_full');
        assert.ok(reports.length <= Math.log2(records.lost) + 2, 'it is told when the sum has doubled');
      });

      test(`${tool}: says what is lost on standard error beside text`, () => {
        const { text, produced } = outcomes.get(tool)!;
        const counts = countsOf(text);
        // There the bench leaves reports of missed events out.
        assertSum(bench.preempts ? { ...counts, missed: produced } : counts, produced);
        assert.ok(counts.lost > 0 && text.status === 0, text.stderr);
        const lines = text.stderr.trimEnd().split('\n');
        assert.match(lines[0]!, new RegExp(`^${tool}: \\d+ events? lost: `));
        for (const line of lines)
          assert.match(line, new RegExp(`^${tool}: \\d+ events? lost(, \\d+ so far| in all)?: `));
      });

      test(`${tool}: shown and lost add up with perf buffers`, () => {
        const { perf, produced } = outcomes.get(tool)!;
        const records = recordsOf(perf);
        assertSum(records, produced);
        assert.ok(records.lost > 0, 'something is lost');
        assert.deepEqual([perf.status, perf.stderr], [0, '']);
      });

      test(`${tool}: a slow reader makes it lose events, and no memory`, () => {
        const { slow, produced, memoryKb } = outcomes.get(tool)!;
        const records = recordsOf(slow);
        assertSum(records, produced);
        assert.ok(records.lost > 0, 'something is lost');
        assert.ok(memoryKb[0] > 0 && memoryKb[1] - memoryKb[0] <= GROWTH_KB, `${memoryKb.join(' -> ')} KiB`);
      });

      if (makes === 'read') {
        test('the disk has served as many requests', () => {
          const { served, produced, elsewhere } = outcomes.get(tool)!;
          assert.equal(served, produced + elsewhere);
        });
      }
    }
  },
  { on: ['5.10', '6.12'] },
);
