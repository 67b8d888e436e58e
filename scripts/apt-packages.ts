/** Installs the Debian packages a script needs on the machine it runs on. */
import { spawn, spawnSync } from 'node:child_process';

export interface PackageOptions {
  /** Told what is about to be installed and what apt is waiting for; default: lines on stderr. */
  onProgress?: (message: string) => void;
}

const attempts = 3;
const lockFile = '/run/lock/bcc-ts-apt.lock';

/** Those of `packages` that are not fully installed. */
export function missingPackages(packages: readonly string[]): string[] {
  if (packages.length === 0) return [];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n', ...packages]);
  if (query.error) throw new Error(`cannot tell which packages are installed: ${query.error.message} (needs Debian)`);
  const lines = query.stdout.toString().split('\n');
  const installed = new Set(lines.filter((line) => line.startsWith('installed ')).map((line) => line.slice(10)));
  return packages.filter((name) => !installed.has(name));
}

/**
 * Installs those of `packages` that are missing, in a few milliseconds when none is. Needs root only if some are.
 * Two callers at once wait for each other, and both wait for a package manager that is already at work.
 */
export async function ensurePackages(packages: readonly string[], options: PackageOptions = {}): Promise<void> {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const onProgress = options.onProgress ?? ((message: string) => process.stderr.write(`${message}\n`));
  const manual = `try: apt-get install ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`cannot install ${missing.join(' ')}: not root (${manual})`);

  onProgress(`installing ${missing.join(' ')}`);
  let last = { status: 0 as number | null, output: '' };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    // The lists may be older than the archive, or not there at all, so a first failure updates them.
    const updated = attempt > 1 || !knownToApt(missing);
    if (updated) await apt(['update']);
    last = await apt(['install', '--yes', '--no-install-recommends', ...missing]);
    if (last.status === 0 && missingPackages(missing).length === 0) return;
    if (updated && /Unable to locate package/.test(last.output)) break;
    if (attempt < attempts) onProgress(`apt-get failed (attempt ${attempt} of ${attempts}), trying again`);
  }
  throw new Error(`cannot install ${missing.join(' ')}: ${errorLines(last.output)} (${manual})`);
}

function knownToApt(packages: readonly string[]): boolean {
  const policy = spawnSync('apt-cache', ['policy', ...packages], { env: aptEnvironment() });
  const candidates = policy.stdout.toString().match(/^ {2}Candidate: (?!\(none\))/gm) ?? [];
  return candidates.length >= packages.length;
}

function apt(words: readonly string[]): Promise<{ status: number | null; output: string }> {
  const options = ['-q', '-oDPkg::Lock::Timeout=600', '-oAcquire::Retries=3', '-oDpkg::Use-Pty=0'];
  return new Promise((resolve, reject) => {
    const child = spawn('flock', [lockFile, 'apt-get', ...options, ...words], {
      env: aptEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

function aptEnvironment() {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive', APT_LISTCHANGES_FRONTEND: 'none', LC_ALL: 'C.UTF-8' };
}

function errorLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /^(E|Err|dpkg: error)/.test(line));
  return (errors.length > 0 ? errors.slice(-3) : lines.slice(-3)).join('; ');
}
