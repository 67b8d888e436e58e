import { after, before, describe, it } from 'node:test';
import { preemptsPrograms } from './guest/preemption.ts';
import { type Guest, type KernelName, type OpenGuestOptions, openGuest, selectedKernels, shellQuote } from './index.ts';

/** What a tool wrote, and how it ended. */
export interface ToolResult {
  command: string;
  status: number;
  stdout: string;
  /**
   * Without reports of `missed` events on a kernel that preempts BPF programs: other tasks than the workload, which
   * nothing preempts, make those now and then.
   */
  stderr: string;
  /** Lines of stdout, without the one that follows the last newline. */
  lines: string[];
  /** stdout as one JSON object per line; without reports of `missed` events, as `stderr`. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads fields it knows
  json(): Record<string, any>[];
}

/** What each of several tools wrote, by the name it was given: a misspelt one does not compile. */
export type Results<Name extends string> = Record<Name, ToolResult>;

/** A tool that is attached. */
export interface ToolRun {
  /** Ends it as Ctrl-C does. */
  interrupt(): Promise<ToolResult>;
  signal(name: string): void;
  /** Waits for its own end. */
  wait(): Promise<ToolResult>;
}

/** What the tests of one tool on one kernel share. */
export interface ToolBench {
  guest: Guest;
  kernel: string;
  /**
   * Whether the kernel preempts tasks that run a BPF program. It then leaves out programs of others on that CPU, and
   * reports them as `missed`: `stderr` and `json()` of a result do not have those reports.
   */
  preempts: boolean;
  /** Starts a tool and resolves once it is attached. */
  start(command: string): Promise<ToolRun>;
  /**
   * Starts tools, makes events once all are attached, and interrupts them, or waits for their own end. `const { text,
   * json } = await bench.during({ text: 'opensnoop', json: 'opensnoop --json' }, () => bench.workload('ls /'))`.
   */
  during<Name extends string>(
    commands: Record<Name, string>,
    work: () => Promise<unknown>,
    end?: 'interrupt' | 'wait',
  ): Promise<Results<Name>>;
  /** Runs a tool, or any command, to its end. */
  run(command: string): Promise<ToolResult>;
  /**
   * Makes events. Real-time priority keeps the kernel from preempting it inside a BPF program, where newer kernels would
   * leave the program out for others on that CPU, and exact counts would be a matter of luck. Throws when it fails.
   */
  workload(command: string): Promise<ToolResult>;
}

interface Options extends Omit<OpenGuestOptions, 'kernel'> {
  /** Kernels on which this cannot work, with the reason. */
  unsupported?: Partial<Record<KernelName, string>>;
  /** Only on these kernels, as the others would show nothing else. `BCC_TS_EVERYWHERE=1`: on those too. */
  on?: readonly KernelName[];
}

function resultOf(
  command: string,
  preempts: boolean,
  { status, stdout, stderr }: { status: number; stdout: string; stderr: string },
): ToolResult {
  const lines = stdout.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return {
    command,
    status,
    stdout,
    stderr: preempts ? stderr.replace(missedReport, '') : stderr,
    lines,
    json: () => lines.map((line) => JSON.parse(line)).filter(({ cause }) => !preempts || cause !== 'missed'),
  };
}

/**
 * Nothing a test waits for takes as long, however busy the machine is. A tool that is not attached may never do what is
 * waited for.
 */
const PATIENCE_MS = process.env.BCC_TS_MISSING === 'attach' ? 40_000 : 200_000;

/** All tests of a tool on a kernel. */
const LIMIT_MS = 600_000;

const missedReport = /^.*: program was running on that CPU already\n/gm;

/** The last lines, none of them longer than a screen is wide. */
function ending(text: string, lines: number): string {
  const clip = (line: string) => (line.length > 200 ? `${line.slice(0, 200)}... (${line.length} characters)` : line);
  return text.trimEnd().split('\n').slice(-lines).map(clip).join('\n');
}

/** Everything a reader needs when a test failed: what ran, what it said, what the kernel said. */
async function report(results: ToolResult[], guest: Guest): Promise<string> {
  const runs = results.map(
    ({ command, status, stdout, stderr }) =>
      `$ ${command}\nstatus ${status}\n--- stdout (end)\n${ending(stdout, 60)}\n--- stderr (end)\n${ending(stderr, 20)}`,
  );
  const kernelLog = await guest.dmesg().catch((error: Error) => `none: ${error.message}`);
  return [...runs, `--- kernel log (end)\n${ending(kernelLog, 15)}`].join('\n');
}

/** The runner says no more than that the time is over. */
function sayWhatIsWaitedFor(title: string, guest: Guest | undefined): void {
  const waitedFor = guest?.underWay.join('\n') ?? 'opening the guest';
  process.stderr.write(`${title}: time is over, and this has not ended:\n${waitedFor}\n`);
}

/**
 * Tests of a tool in the guest, once per kernel of `BCC_TS_KERNELS` (all of them where it is unset).
 * `define` gets a bench that works inside `before` and `it`, and registers its tests with `test`, which adds
 * the tools' output and the kernel's log to a failure.
 */
export function toolTest(
  name: string,
  define: (bench: ToolBench, test: (title: string, body: () => void | Promise<void>) => void) => void,
  { unsupported = {}, on, ...guestOptions }: Options = {},
) {
  const left = (kernel: KernelName) =>
    on && !on.includes(kernel) && process.env.BCC_TS_EVERYWHERE !== '1' && `it is tried on ${on.join(' and ')}`;
  const hidden = process.env.BCC_TS_MISSING ? `BCC_TS_MISSING=${shellQuote(process.env.BCC_TS_MISSING)} ` : '';
  for (const kernel of selectedKernels()) {
    describe(`${name} on ${kernel}`, { skip: unsupported[kernel] ?? left(kernel) ?? false, timeout: LIMIT_MS }, () => {
      const results: ToolResult[] = [];
      const bench = { kernel } as ToolBench;
      let watchdog: NodeJS.Timeout;
      bench.start = async (command) => {
        const running = await bench.guest.start(`${hidden}${command}`, { notify: true, readyMs: PATIENCE_MS });
        const finish = async () => {
          const result = resultOf(command, bench.preempts, await running.wait(PATIENCE_MS));
          results.push(result);
          return result;
        };
        await running.ready;
        return {
          signal: (signal) => running.signal(signal),
          wait: finish,
          async interrupt() {
            running.signal('INT');
            return finish();
          },
        };
      };
      bench.during = async <Name extends string>(
        commands: Record<Name, string>,
        work: () => Promise<unknown>,
        end: 'interrupt' | 'wait' = 'interrupt',
      ) => {
        const named = Object.entries(commands) as [Name, string][];
        const runs = await Promise.all(named.map(([, command]) => bench.start(command)));
        await work();
        const done = await Promise.all(runs.map((run) => run[end]()));
        return Object.fromEntries(named.map(([name], index) => [name, done[index]])) as Results<Name>;
      };
      bench.run = async (command) => {
        const done = await bench.guest.run(`${hidden}${command}`, { timeoutMs: PATIENCE_MS });
        const result = resultOf(command, bench.preempts, done);
        results.push(result);
        return result;
      };
      bench.workload = async (command) => {
        const result = await bench.run(`chrt --fifo 1 bash -c ${shellQuote(command)}`);
        if (result.status !== 0) throw new Error(`${command} failed\n${result.stderr}`);
        return result;
      };
      before(async () => {
        watchdog = setTimeout(() => sayWhatIsWaitedFor(`${name} on ${kernel}`, bench.guest), LIMIT_MS - 5000);
        bench.guest = await openGuest({ kernel, ...guestOptions });
        bench.preempts = await preemptsPrograms(bench.guest);
        await bench.guest.run('echo -1 > /proc/sys/kernel/sched_rt_runtime_us', { timeoutMs: PATIENCE_MS });
      });
      after(async () => {
        clearTimeout(watchdog);
        await bench.guest?.close();
      });
      define(bench, (title, body) => {
        it(title, async () => {
          try {
            await body();
          } catch (error) {
            const details = await report(results, bench.guest);
            throw new Error(`${(error as Error).message}\n${details}`, { cause: error });
          }
        });
      });
    });
  }
}
