import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface HostCommandOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Bytes for its stdin; default: none. */
  input?: Buffer | string;
  /** Receives each line of stdout as it comes, instead of collecting it. */
  onLine?: (line: string) => void;
  /** Keeps all output (stderr, and stdout when `onLine` is not given) in this file too. */
  logFile?: string;
}

/**
 * Runs a program of this machine and gives its stdout. Fails with the end of its output when its status is not 0.
 * It ends with this process, however this process ends.
 */
export function hostCommand(
  program: string,
  args: readonly string[],
  options: HostCommandOptions = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
      cwd: options.cwd,
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LC_ALL: 'C.UTF-8', ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const log = options.logFile ? createWriteStream(options.logFile) : undefined;
    const stdout: Buffer[] = [];
    let tail = '';
    let line = '';
    const remember = (chunk: Buffer) => {
      log?.write(chunk);
      tail = (tail + chunk.toString('latin1')).slice(-4000);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!options.onLine) {
        stdout.push(chunk);
        return;
      }
      const lines = (line + chunk).split('\n');
      line = lines.pop() ?? '';
      lines.forEach(options.onLine);
    });
    child.stderr?.on('data', remember);
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      log?.end();
      if (status === 0) resolve(Buffer.concat(stdout));
      else {
        const lines = tail.trimEnd().split('\n').slice(-12).join('\n');
        reject(
          new Error(`${program} ${args.join(' ').slice(0, 200)}: ended with ${signal ?? `status ${status}`}\n${lines}`),
        );
      }
    });
  });
}
