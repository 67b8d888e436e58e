import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages } from '../../../scripts/apt-packages.ts';

/**
 * Prints the addresses of a global and of a static function, one line for each, and waits. SIGUSR1 makes it execute its
 * first argument.
 */
export const waitingProgram = `
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static char **arguments;
__attribute__((noinline, used)) int global_work(int x) { __asm__ volatile(""); return x * 3 + 1; }
static __attribute__((noinline, used)) int static_work(int x) { __asm__ volatile(""); return x * 5 + 2; }
static void replace(int signal) { (void)signal; execv(arguments[1], arguments + 1); _exit(9); }
int main(int argc, char **argv) {
  arguments = argv;
  if (argc > 1) signal(SIGUSR1, replace);
  int (*volatile f)(int) = global_work;
  int (*volatile g)(int) = static_work;
  printf("%p\\n%p\\n", (void *)f, (void *)g);
  fflush(stdout);
  for (;;) pause();
}`;

/** Without what a sanitizer's run loads into every program. */
const { LD_PRELOAD: _, ...environment } = process.env;

/** A directory for programs that a test compiles; dispose of it with the test. */
export class ProgramDirectory {
  readonly path = mkdtempSync(join(tmpdir(), 'bcc-ts-symbols-'));
  readonly #running = new Set<ChildProcess>();

  static async create(): Promise<ProgramDirectory> {
    await ensurePackages(['gcc', 'libc6-dev', 'binutils', 'xz-utils', 'systemtap-sdt-dev']);
    return new ProgramDirectory();
  }

  /** Compiles C and returns the program's path. */
  compile(name: string, source: string, ...options: string[]): string {
    const input = join(this.path, `${name}.c`);
    const output = join(this.path, name);
    writeFileSync(input, source);
    execFileSync('gcc', ['-O1', '-Wall', '-Werror', ...options, input, '-o', output], {
      stdio: 'inherit',
      env: environment,
    });
    return output;
  }

  run(command: string, ...args: string[]): string {
    return execFileSync(command, args, { cwd: this.path, encoding: 'utf8', env: environment });
  }

  /** Starts a program like {@link waitingProgram} and waits for its addresses. */
  async start(path: string, ...args: string[]): Promise<RunningProgram> {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
    this.#running.add(child);
    return { pid: child.pid!, child, addresses: () => readAddresses(child) };
  }

  async remove(): Promise<void> {
    for (const child of this.#running) await stop(child);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Compiles {@link waitingProgram}, linked statically so that it runs on any Debian and in an empty directory. */
export async function compileWaiting(output: string): Promise<void> {
  await ensurePackages(['gcc', 'libc6-dev']);
  execFileSync('gcc', ['-O1', '-static', '-x', 'c', '-', '-o', output], { input: waitingProgram });
}

export interface RunningProgram {
  pid: number;
  child: ChildProcess;
  /** The next two addresses that it prints. */
  addresses(): Promise<{ global: bigint; local: bigint }>;
}

/** Ends a program and waits until it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function readAddresses(child: ChildProcess): Promise<{ global: bigint; local: bigint }> {
  let text = '';
  while (text.split('\n').length < 3) {
    const more = await new Promise<Buffer>((resolve, reject) => {
      child.stdout!.once('data', resolve);
      child.once('exit', () => reject(new Error('the program ended')));
      child.once('error', reject);
    });
    text += more;
  }
  const [global, local] = text.split('\n');
  return { global: BigInt(global!), local: BigInt(local!) };
}
