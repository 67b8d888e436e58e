import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { openGuest } from '../guest/guest.ts';
import { machineFiles } from '../machine/qemu-arguments.ts';
import { UsageError, type VmRequest } from './arguments.ts';
import { guestOptions } from './run.ts';

/** `scripts/vm shell`: a shell on the guest's second console, whose other end is this terminal. Gives its status. */
export async function openShell(request: VmRequest): Promise<number> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) throw new UsageError("shell needs a terminal; use scripts/vm run -- 'COMMAND'");
  await using guest = await openGuest(guestOptions(request));
  for (const file of request.put) await guest.put(file);

  const socket = await connect(join(guest.directory, machineFiles.shell));
  const size = () => `${stdout.rows || 24} ${stdout.columns || 80}`;
  const terminal = process.env.TERM?.match(/^[\w.+-]+$/)?.[0] ?? 'vt100';
  const ended = guest.waitForLine(/BCC-TS-SHELL-ENDED (\d+)/, 'the shell');
  const resize = () => guest.send(`RESIZE ${size()}`);
  stdin.setRawMode(true);
  try {
    socket.pipe(stdout);
    stdin.pipe(socket);
    stdout.on('resize', resize);
    guest.send(`SHELL ${size()} ${terminal}`);
    return Number((await ended)[1]);
  } finally {
    stdout.off('resize', resize);
    stdin.setRawMode(false);
    stdin.unpipe(socket);
    stdin.pause();
    socket.destroy();
    stdout.write(`\r\nthe guest with kernel ${guest.kernelRelease} is thrown away\r\n`);
  }
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => resolve(socket));
    socket.on('error', reject);
  });
}
