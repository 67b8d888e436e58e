import { after, before, describe, it } from 'node:test';
import {
  type Guest,
  type GuestProcess,
  type KernelName,
  type OpenGuestOptions,
  openGuest,
  selectedKernels,
  shellQuote,
} from './index.ts';

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
  /** Starts a tool and resolves once it is attached. */
  start(command: string): Promise<ToolRun>;
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
  kernel: KernelName,
  { status, stdout, stderr }: { status: number; stdout: string; stderr: string },
): ToolResult {
  const lines = stdout.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const preempts = kernel === 'newest';
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

/** Waits until a tool is attached. */
async function inTime(running: GuestProcess, command: string): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    running.signal('KILL');
    late.reject(new Error(`${command} was not attached after ${PATIENCE_MS / 1000} s\n${running.stderr}`));
  }, PATIENCE_MS);
  try {
    await Promise.race([running.ready, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

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
    describe(`${name} on ${kernel}`, { skip: unsupported[kernel] ?? left(kernel) ?? false, timeout: 600_000 }, () => {
      const results: ToolResult[] = [];
      const bench = { kernel } as ToolBench;
      bench.start = async (command) => {
        const running = await bench.guest.start(`${hidden}${command}`, { notify: true });
        const finish = async () => {
          const done = await running.wait(PATIENCE_MS);
          const result = resultOf(command, kernel, done);
          results.push(result);
          return result;
        };
        await inTime(running, command);
        return {
          signal: (signal) => running.signal(signal),
          wait: finish,
          async interrupt() {
            running.signal('INT');
            return finish();
          },
        };
      };
      bench.run = async (command) => {
        const result = resultOf(
          command,
          kernel,
          await bench.guest.run(`${hidden}${command}`, { timeoutMs: PATIENCE_MS }),
        );
        results.push(result);
        return result;
      };
      bench.workload = async (command) => {
        const result = await bench.run(`chrt --fifo 1 bash -c ${shellQuote(command)}`);
        if (result.status !== 0) throw new Error(`${command} failed\n${result.stderr}`);
        return result;
      };
      before(async () => {
        bench.guest = await openGuest({ kernel, ...guestOptions });
        await bench.guest.run('echo -1 > /proc/sys/kernel/sched_rt_runtime_us', { timeoutMs: PATIENCE_MS });
      });
      after(() => bench.guest?.close());
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
