import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { kernelNames, openGuest, parseKernelName } from '../vm-tests/index.ts';
import { ensurePackages } from './apt-packages.ts';
import { type Comparison, formatComparison } from './benching/comparison.ts';
import { measureCompile } from './benching/compile.ts';
import { Meter } from './benching/meter.ts';
import { overview } from './benching/overview.ts';
import { measureProgram } from './benching/program.ts';
import { measureStart } from './benching/start.ts';
import { measureStorm } from './benching/storm.ts';
import { type Subject, type Suite, stormSubject, subjects, suites } from './benching/subjects.ts';

const quickNames = subjects.flatMap(({ name, quick }) => (quick ? [name] : [])).join(', ');

const usage = `Usage: scripts/bench [OPTIONS]

Measures our tools, BCC's, libbpf-tools and bpftrace in one virtual machine, in turn, and prints medians. Figures in
brackets are multiples of ours: only they mean something, because the machine is emulated.

  --kernel V     which kernel: ${kernelNames.join(', ')} (default: 6.1, the one Debian's packages are made for)
  --runs N       measurements of each, at least 3 (default: 3)
  --bcc-runs N   measurements of BCC's tools, which take 10 to 30 s to start (default: 1; the storm and programs too)
  --only WHAT    start: tools until the first line; storm: events as fast as they come; program: C as text until it is
                 attached; compile: text to object, on this machine (repeatable; default: all)
  --against NAME only with this: ${suites.slice(1).join(', ')} (repeatable)
  --tool NAME    only this tool: ${subjects.map(({ name }) => name).join(', ')}
                 (repeatable; storm: ${stormSubject} only)
  --quick        in about ten minutes: ${quickNames}, the storm against libbpf-tools only, compile
  --calls N      events of the storm (default: 200000)
  --json         every measurement, as one JSON object
  --help         this text
`;

const parts = ['start', 'storm', 'program', 'compile'] as const;
type Part = (typeof parts)[number];

interface Request {
  kernel: string;
  runs: number;
  bccRuns: number;
  only: readonly Part[];
  tools: string[];
  suites: readonly Suite[];
  quick: boolean;
  calls: number;
  json: boolean;
}

function fail(message: string): never {
  process.stderr.write(`scripts/bench: ${message} (try: scripts/bench --help)\n`);
  process.exit(2);
}

function parseRequest(words: readonly string[]): Request {
  const request: Request = {
    kernel: '6.1',
    runs: 3,
    bccRuns: 1,
    only: parts,
    tools: [],
    suites,
    quick: false,
    calls: 200_000,
    json: false,
  };
  const against: string[] = [];
  const only: string[] = [];
  const rest = words.flatMap((word) => (/^--\w+=/.test(word) ? word.split(/=(.*)/, 2) : [word]));
  const value = (name: string) => rest.shift() ?? fail(`${name} needs a value`);
  const number = (name: string, least: number) => {
    const text = value(name);
    if (!/^\d+$/.test(text) || Number(text) < least) fail(`${name} needs a number of at least ${least}, not ${text}`);
    return Number(text);
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--help') {
      process.stdout.write(usage);
      process.exit(0);
    } else if (word === '--kernel') request.kernel = value(word);
    else if (word === '--runs') request.runs = number(word, 3);
    else if (word === '--bcc-runs') request.bccRuns = number(word, 1);
    else if (word === '--only') only.push(value(word));
    else if (word === '--tool') request.tools.push(value(word));
    else if (word === '--quick') request.quick = true;
    else if (word === '--against') against.push(value(word));
    else if (word === '--calls') request.calls = number(word, 1);
    else if (word === '--json') request.json = true;
    else fail(`unknown option ${word}`);
  }
  for (const part of only) {
    if (!parts.some((known) => known === part)) fail(`no such part: ${part}`);
  }
  if (only.length > 0) request.only = parts.filter((part) => only.includes(part));
  else if (request.quick) request.only = ['start', 'storm', 'compile'];
  else if (request.tools.length > 0) request.only = ['start', 'storm'];
  for (const tool of request.tools) {
    const known = subjects.map(({ name }) => name);
    if (!known.includes(tool)) fail(`nothing to compare ${tool} with; there are: ${known.join(', ')}`);
    if (!isWritten(tool)) fail(`there is no ${tool} here yet`);
  }
  for (const name of against) {
    if (!suites.slice(1).some((suite) => suite === name)) fail(`nothing to compare with is named ${name}`);
  }
  if (against.length > 0) request.suites = suites.filter((suite, i) => i === 0 || against.includes(suite));
  try {
    request.kernel = parseKernelName(request.kernel);
  } catch (error) {
    fail((error as Error).message);
  }
  return request;
}

async function build(tools: readonly string[]) {
  await ensurePackages(['clang-19', 'llvm-19']);
  const { status } = spawnSync('scripts/build', ['--quiet', ...tools], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

function isWritten(tool: string): boolean {
  return existsSync(`tools/${tool}/${tool}.ts`);
}

function wantedSubjects({ tools, quick }: Request): Subject[] {
  if (tools.length > 0) return subjects.filter(({ name }) => tools.includes(name));
  return subjects.filter((subject) => isWritten(subject.name) && (!quick || subject.quick));
}

async function bench(request: Request) {
  const show = <T extends { comparison: Comparison }>(result: T): T => {
    if (!request.json) process.stdout.write(`${formatComparison(result.comparison)}\n`);
    return result;
  };
  const compile = request.only.includes('compile') ? [show(await measureCompile(Math.max(request.runs, 5)))] : [];
  const inGuest = request.only.some((part) => part !== 'compile') ? await benchInGuest(request, show) : {};
  if (request.json) process.stdout.write(`${JSON.stringify({ runs: request.runs, ...inGuest, compile })}\n`);
}

async function benchInGuest(request: Request, show: <T extends { comparison: Comparison }>(result: T) => T) {
  const { kernel, runs, bccRuns, only, suites, calls, quick } = request;
  const wanted = wantedSubjects(request);
  await build(wanted.map(({ name }) => name));
  const layers = only.includes('program') ? ['bcc', 'clang'] : ['bcc'];
  await using guest = await openGuest({ kernel, layers, disks: [{ sizeMb: 64 }] });
  const meter = await Meter.install(guest);
  const start = [];
  for (const [i, subject] of (only.includes('start') ? wanted : []).entries()) {
    start.push(show(await measureStart(meter, subject, suites, { runs, bccRuns, warmUpBcc: i === 0 })));
  }
  if (start.length > 1) overview(start, suites).map((comparison) => show({ comparison }));
  const program = only.includes('program')
    ? [show(await measureProgram(guest, meter, { runs, bccRuns, warmUpBcc: true }))]
    : [];
  const storm = [];
  if (only.includes('storm') && wanted.some(({ name }) => name === stormSubject)) {
    const rivals = quick ? suites.filter((suite, i) => i === 0 || suite === 'libbpf-tools') : suites;
    storm.push(show(await measureStorm(meter, rivals, calls, { runs, bccRuns })));
  }
  return { kernel: guest.kernelRelease, start, program, storm };
}

process.chdir(new URL('..', import.meta.url).pathname);
try {
  await bench(parseRequest(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`scripts/bench: ${(error as Error).message}\n`);
  process.exit(1);
}
