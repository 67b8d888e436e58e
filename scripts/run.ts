import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { kernelNames, openGuest, parseKernelName, shellQuote } from '../vm-tests/index.ts';
import { ensurePackages } from './apt-packages.ts';

const usage = `Usage: scripts/run [OPTIONS] TOOL [ARGS...]

Builds TOOL, boots a virtual machine with a Debian kernel and runs TOOL in it as root, beside a small workload.

  --kernel V      which kernel: ${kernelNames.join(', ')} (default: newest)
  --no-workload   leave the machine idle
  --duration S    end after S seconds
  --host          run on this machine's own kernel instead (needs root here)
  --help          this text; TOOL --help shows the tool's own options
`;

interface Request {
  tool: string;
  args: string[];
  kernel: string;
  workload: boolean;
  host: boolean;
}

function fail(message: string): never {
  process.stderr.write(`scripts/run: ${message} (try: scripts/run --help)\n`);
  process.exit(2);
}

/** Options end at the first word that is none: what follows it belongs to the tool. */
function parseRequest(words: string[]): Request {
  const request: Request = { tool: '', args: [], kernel: 'newest', workload: true, host: false };
  const rest = [...words];
  const value = (name: string) => rest.shift() ?? fail(`${name} needs a value`);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name, inline] = word.startsWith('--') ? word.split('=', 2) : [word];
    if (inline !== undefined) rest.unshift(inline);
    if (name === '--help') {
      process.stdout.write(usage);
      process.exit(0);
    } else if (name === '--kernel') request.kernel = value(name);
    else if (name === '--duration') request.args.push('--duration', value(name));
    else if (name === '--no-workload') request.workload = false;
    else if (name === '--host') request.host = true;
    else if (word.startsWith('-')) fail(`unknown option ${word}`);
    else {
      request.tool = word;
      request.args.push(...rest);
      break;
    }
  }
  const tools = readdirSync('tools');
  if (!request.tool) fail(`which tool? There are: ${tools.join(', ')}`);
  if (!existsSync(`tools/${request.tool}/${request.tool}.ts`)) {
    fail(`no such tool: ${request.tool}; there are: ${tools.join(', ')}`);
  }
  try {
    request.kernel = parseKernelName(request.kernel);
  } catch (error) {
    fail((error as Error).message);
  }
  return request;
}

async function build(tool: string) {
  await ensurePackages(['clang-19', 'llvm-19']);
  const { status } = spawnSync('scripts/build', ['--quiet', tool], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

function runHere({ tool, args }: Request): Promise<number> {
  const child = spawn(process.execPath, [`dist/lib/bcc-ts/tools/${tool}.cjs`, ...args], {
    stdio: 'inherit',
    env: { ...process.env, BCC_TS_LOAD: '' },
  });
  // The terminal's Ctrl-C reaches the tool by itself; this process only has to outlive it.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}

async function runInGuest({ tool, args, kernel, workload }: Request): Promise<number> {
  await using guest = await openGuest({ kernel });
  const command = [tool, ...args].map(shellQuote).join(' ');
  const running = await guest.start(command, {
    onStdout: (chunk) => process.stdout.write(chunk),
    onStderr: (chunk) => process.stderr.write(chunk),
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => running.signal(name.slice(3)));
  process.stdout.on('error', () => running.signal('PIPE'));
  if (workload) {
    await guest.put('vm-tests/demo-workload.sh');
    await guest.start('bash demo-workload.sh');
  }
  return (await running.wait(Number.POSITIVE_INFINITY)).status;
}

process.chdir(new URL('..', import.meta.url).pathname);
const request = parseRequest(process.argv.slice(2));
await build(request.tool);
try {
  process.exit(await (request.host ? runHere(request) : runInGuest(request)));
} catch (error) {
  process.stderr.write(`scripts/run: ${(error as Error).message}\n`);
  process.exit(1);
}
