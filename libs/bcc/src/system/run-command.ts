import { readFileSync } from 'node:fs';

/** A command that is held until `start`, so that probes are on before its first instruction. */
export interface HeldCommand {
  /** Its process, which the command will run in. */
  readonly pid: number;
  /** Lets it run. */
  start(): void;
  /** True once it has ended; also from a loop that never returns to the event loop. */
  exited(): boolean;
}

/**
 * Starts a command, held: a shell stops itself and becomes the command when it is continued.
 *
 * @throws Error when there is no such program.
 */
export function runCommand([program, ...args]: readonly [string, ...string[]]): HeldCommand {
  const child = process
    .getBuiltinModule('node:child_process')
    .spawn('/bin/sh', ['-c', 'kill -STOP $$; exec "$@"', 'sh', program, ...args], { stdio: 'inherit' });
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${program}`);
  const state = () => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    } catch {
      return '';
    }
  };
  return {
    pid,
    start() {
      const pause = new Int32Array(new SharedArrayBuffer(4));
      while (!['T', 'Z', ''].includes(state())) Atomics.wait(pause, 0, 0, 1);
      process.kill(pid, 'SIGCONT');
    },
    exited: () => ['Z', 'X', ''].includes(state()),
  };
}
