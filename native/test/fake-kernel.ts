import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages } from '../../scripts/apt-packages.ts';

/** What a process does in which fake-kernel.c stands between libbpf and the kernel. */
export class FakeKernel {
  readonly directory = mkdtempSync(join(tmpdir(), 'bcc-ts-fake-kernel-'));
  readonly #library = join(this.directory, 'fake-kernel.so');

  static async create(): Promise<FakeKernel> {
    await ensurePackages(['gcc', 'libc6-dev']);
    const kernel = new FakeKernel();
    const source = join(import.meta.dirname, 'fake-kernel.c');
    // Without what a sanitizer's run loads into every program.
    const { LD_PRELOAD: _, ...env } = process.env;
    const options = ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', source, '-o', kernel.#library];
    execFileSync('gcc', options, { stdio: 'inherit', env });
    return kernel;
  }

  /** Runs a script of this directory, which gets the request as JSON and answers in JSON. */
  run<Answer>(script: string, request: unknown): Answer {
    const { LD_PRELOAD: others, ...rest } = process.env;
    const { status, signal, stdout } = spawnSync(process.execPath, [...importsOf(process.execArgv), script], {
      cwd: import.meta.dirname,
      input: JSON.stringify(request),
      stdio: ['pipe', 'pipe', 'inherit'],
      maxBuffer: 1 << 28,
      env: {
        ...rest,
        LD_PRELOAD: [others, this.#library].filter(Boolean).join(':'),
        FAKE_KERNEL_LOG: join(this.directory, 'log'),
      },
    });
    if (status !== 0) throw new Error(`${script} ended with ${signal ?? `status ${status}`}`);
    return JSON.parse(stdout.toString());
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A sanitizer's run imports what opens its addon. */
function importsOf(words: readonly string[]): string[] {
  return words.flatMap((word, i) => (word === '--import' ? [word, words[i + 1]!] : []));
}
