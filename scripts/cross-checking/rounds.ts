/** Runs checks in guests: the suites' tools at once over one workload, several checks beside each other. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CommandResult, type Guest, type GuestProcess, openGuest, shellQuote } from '../../vm-tests/index.ts';
import { argumentsOf, type Check, type Suite, suites, workloadOf } from './checks.ts';

/** What a tool said; undefined where the suite has none. */
export interface Observation {
  /** The workload's process while the suite's tool ran. */
  pids: Partial<Record<Suite, string>>;
  said: Partial<Record<Suite, CommandResult & { command: string }>>;
}

/** Each of BCC's needs up to 230 MB and most of a minute of a CPU before it traces. */
const togetherAtMost = 7;

/** Seconds in which nothing may happen before all is believed to be attached, or to be shown. */
const attachedAfter = 3;
const shownAfter = 1.5;
const limitMs = 900_000;
const endLimitMs = 120_000;

const programs: Record<Suite, (tool: string) => string> = {
  'bcc-ts': (tool) => `/usr/local/sbin/${tool}`,
  'bpfcc-tools': (tool) => `PYTHONUNBUFFERED=1 /usr/sbin/${tool}-bpfcc`,
  'libbpf-tools': (tool) => `/usr/sbin/${tool}`,
};

/** Checks that share a guest. */
export function inRounds(checks: readonly Check[]): Check[][] {
  const rounds: Check[][] = [];
  for (const check of checks) {
    const open = rounds.find((round) => round.length < togetherAtMost && round[0]!.turns === check.turns);
    if (open) open.push(check);
    else rounds.push([check]);
  }
  return rounds;
}

/** Runs a round's checks in a new guest. */
export async function observe(kernel: string, round: readonly Check[]): Promise<Observation[]> {
  await using guest = await openGuest({ kernel, layers: ['bcc'], disks: Array(3).fill({ sizeMb: 64 }) });
  await prepare(guest);
  if (!round[0]!.turns) return await together(guest, round, suites);
  const observations: Observation[] = round.map(() => ({ pids: {}, said: {} }));
  for (const suite of suites) {
    for (const [i, { pids, said }] of (await together(guest, round, [suite])).entries()) {
      Object.assign(observations[i]!.pids, pids);
      Object.assign(observations[i]!.said, said);
    }
  }
  return observations;
}

async function prepare(guest: Guest) {
  for (const name of ['workload.py', 'settle.py']) {
    await guest.put(fileURLToPath(new URL(name, import.meta.url)));
  }
  const source = readFileSync(fileURLToPath(new URL('workload.c', import.meta.url)));
  const steps = [
    'gcc -O0 -g -fno-omit-frame-pointer -o workload -x c -',
    'mkdir -p /mnt/files',
    'mkfs.ext4 -q /dev/vdd',
    'mount /dev/vdd /mnt/files',
  ];
  const { status, stderr } = await guest.run(steps.join(' && '), { stdin: source });
  if (status !== 0) throw new Error(`cannot prepare the workload: ${stderr}`);
}

async function together(guest: Guest, round: readonly Check[], wanted: readonly Suite[]) {
  const observations: Observation[] = [];
  for (const check of round) {
    const pid = await startWorkload(guest, check);
    observations.push({ pids: Object.fromEntries(wanted.map((suite) => [suite, pid])), said: {} });
  }
  const running: { observation: Observation; suite: Suite; process: GuestProcess }[] = [];
  for (const [i, check] of round.entries()) {
    for (const suite of wanted) {
      const args = argumentsOf(check, suite);
      if (args === undefined) continue;
      const words = args.replaceAll('PID', observations[i]!.pids[suite]!);
      // One simple command, so that the process that is known is the tool's.
      const process = await guest.start(`exec env ${programs[suite](check.tool)} ${words}`, {
        ...(suite === 'bcc-ts' && { notify: true, readyMs: limitMs }),
      });
      running.push({ observation: observations[i]!, suite, process });
    }
  }
  const ours = running.filter(({ suite }) => suite === 'bcc-ts').map(({ process }) => process.ready);
  // One that ends before is judged by what it said.
  await Promise.allSettled(ours);
  const pids = running.map(({ process }) => process.pid);
  await settle(guest, attachedAfter, pids);
  for (const check of round) await runWorkload(guest, check);
  await settle(guest, shownAfter, pids);
  // Tools that report at an interval, and are not asked at their end.
  if (round.some(({ tool }) => tool === 'memleak')) await guest.run('sleep 8');
  for (const { process } of running) process.signal('INT');
  for (const { observation, suite, process } of running) {
    observation.said[suite] = { command: process.command, ...(await process.wait(endLimitMs)) };
  }
  await Promise.all(observations.map(({ pids }) => guest.run(`kill ${pids[wanted[0]!]}`)));
  return observations;
}

async function startWorkload(guest: Guest, check: Check): Promise<string> {
  const name = workloadOf(check);
  await guest.run(`rm -f ${name}.*; mkfifo ${name}.go`);
  await guest.start(check.program === 'c' ? `exec ./workload ${name}` : `exec python3 workload.py ${name}`);
  const wait = `while ! [ -s ${name}.pid ]; do sleep 0.1; done; cat ${name}.pid`;
  return (await guest.run(wait, { timeoutMs: limitMs })).stdout.trim();
}

async function runWorkload(guest: Guest, check: Check) {
  const name = shellQuote(workloadOf(check));
  const line = `echo > ${name}.go && while ! [ -e ${name}.done ]; do sleep 0.1; done`;
  const { status, stderr } = await guest.run(line, { timeoutMs: limitMs });
  if (status !== 0) throw new Error(`the workload of ${check.tool} failed: ${stderr}`);
}

async function settle(guest: Guest, seconds: number, pids: readonly number[]) {
  await guest.run(`python3 settle.py ${seconds} ${pids.join(' ')}`, { timeoutMs: limitMs });
}
