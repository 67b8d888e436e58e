import { type Guest, openGuest } from '../guest/guest.ts';
import { GuestTimeoutError } from '../guest/guest-process.ts';
import type { VmRequest } from './arguments.ts';

/** `scripts/vm run`: gives the exit status. */
export async function runCommand(request: VmRequest): Promise<number> {
  await using guest = await openGuest(guestOptions(request));
  for (const file of request.put) await guest.put(file);
  return await passThrough(guest, request);
}

export function guestOptions({ kernels, layers, disks, cpus, memoryMb, fresh }: VmRequest) {
  return { kernel: kernels[0] ?? '6.12', layers, disks, cpus, memoryMb, fresh };
}

async function passThrough(guest: Guest, { command, timeoutMs }: VmRequest): Promise<number> {
  const running = await guest.start(command, {
    onStdout: (chunk) => process.stdout.write(chunk),
    onStderr: (chunk) => process.stderr.write(chunk),
  });
  const { promise: stopped, resolve: stop } = Promise.withResolvers<number>();
  let interrupts = 0;
  const listeners = {
    SIGINT: () => {
      running.signal('INT');
      if (++interrupts > 1) stop(130);
    },
    SIGTERM: () => stop(143),
    SIGHUP: () => stop(129),
  };
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener);
  // The reader of the output went away: the command would get SIGPIPE if it wrote there itself.
  process.stdout.on('error', () => running.signal('PIPE'));
  try {
    return await Promise.race([
      running.wait(timeoutMs ?? Number.POSITIVE_INFINITY).then(({ status }) => status),
      stopped,
    ]);
  } catch (error) {
    if (!(error instanceof GuestTimeoutError)) throw error;
    process.stderr.write(`scripts/vm: ${error.message.split('\n')[0]}\n`);
    return 124;
  } finally {
    for (const [name, listener] of Object.entries(listeners)) process.off(name, listener);
  }
}
