/** Guests on the command line; see scripts/vm --help. */
import { parseArguments, UsageError, usage, type VmRequest } from '../vm-tests/cli/arguments.ts';
import { listBuilt } from '../vm-tests/cli/list.ts';
import { runCommand } from '../vm-tests/cli/run.ts';
import { openShell } from '../vm-tests/cli/shell.ts';
import { prepareGuest } from '../vm-tests/index.ts';

async function main(request: VmRequest): Promise<number> {
  switch (request.verb) {
    case 'run':
      return runCommand(request);
    case 'shell':
      return openShell(request);
    case 'list':
      process.stdout.write(`${listBuilt()}\n`);
      return 0;
    case 'prepare':
      for (const kernel of request.kernels) {
        const { layers, disks, cpus, memoryMb } = request;
        await prepareGuest({ kernel, layers, disks, cpus, memoryMb });
      }
      return 0;
    default:
      process.stdout.write(usage);
      return 0;
  }
}

try {
  process.exitCode = await main(parseArguments(process.argv.slice(2)));
} catch (error) {
  const { message } = error as Error;
  process.stderr.write(`scripts/vm: ${message}${error instanceof UsageError ? ' (try: scripts/vm --help)' : ''}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
