import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Runs `action` while this process holds the lock `path` (created if need be, never removed).
 * The lock belongs to a child that waits for its stdin to end, so it is released even if this process is killed.
 * `onWait` is called when somebody else holds the lock for longer than a moment.
 */
export async function withFileLock<T>(path: string, action: () => Promise<T>, onWait?: () => void): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const holder = spawn('flock', [path, 'sh', '-c', 'echo; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const waiting = setTimeout(() => onWait?.(), 300);
  try {
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once('data', () => resolve());
      holder.once('error', reject);
      holder.once('exit', (status) => reject(new Error(`cannot lock ${path}: flock ended with status ${status}`)));
    });
  } finally {
    clearTimeout(waiting);
  }
  try {
    return await action();
  } finally {
    holder.stdin.end();
  }
}
