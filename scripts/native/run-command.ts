import { spawn } from 'node:child_process';

/** Runs a command quietly; when it fails, the error carries the end of its output. */
export function run(
  command: string,
  args: string[],
  cwd: string,
  environment: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) return resolve(output);
      const tail = output.split('\n').slice(-40).join('\n');
      reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `status ${status}`}\n${tail}`));
    });
  });
}
