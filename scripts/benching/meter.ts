import { fileURLToPath } from 'node:url';
import { type Guest, shellQuote } from '../../vm-tests/index.ts';
import { guestDirectory } from './subjects.ts';

/** Long enough for BCC's compiler on a slow machine. */
const limitMs = 1_800_000;

/** The measuring program in a guest; see meter/meter.c for what it measures. */
export class Meter {
  readonly #guest: Guest;

  private constructor(guest: Guest) {
    this.#guest = guest;
  }

  /** Compiles it in the guest, and copies what was built to the guest's own file system, where a package has it. */
  static async install(guest: Guest): Promise<Meter> {
    await guest.put(fileURLToPath(new URL('meter', import.meta.url)), '/root/meter-source');
    const steps = [
      `mkdir -p ${guestDirectory}`,
      `cd ${guestDirectory}`,
      'cp -rL /usr/lib/bcc-ts/tools /usr/lib/bcc-ts/bcc-ts.node .',
      'gcc -O2 -static -o meter /root/meter-source/*.c',
    ];
    const { status, stderr } = await guest.run(steps.join(' && '), { timeoutMs: limitMs });
    if (status !== 0) throw new Error(`cannot build the measuring program in the guest: ${stderr}`);
    return new Meter(guest);
  }

  /** Runs it: its figures, and what the measured command said beside what was counted. */
  async measure<T>(words: readonly string[], environment: readonly string[], command: readonly string[]) {
    const [how = '', ...rest] = words;
    const settings = environment.flatMap((setting) => ['-E', setting]);
    const all = ['./meter', how, ...rest, ...settings, '-o', 'out', '-r', 'err', '--', ...command];
    const began = performance.now();
    const line = `cd ${guestDirectory} && ${all.map(shellQuote).join(' ')}`;
    const { status, stdout, stderr } = await this.#guest.run(line, { timeoutMs: limitMs });
    if (status !== 0) throw new Error(`cannot measure ${command.join(' ')}: ${stderr}`);
    const took = ((performance.now() - began) / 1000).toFixed(0);
    process.stderr.write(`[${took.padStart(4)} s] ${words.join(' ')}: ${command.join(' ')}\n`);
    const said = await this.#guest.run(`cd ${guestDirectory} && head -c 100000 err && head -c 100000 out`);
    return { figures: JSON.parse(stdout) as T & { status: number }, said: said.stdout };
  }

  async exists(path: string): Promise<boolean> {
    return (await this.#guest.run(`test -e ${shellQuote(path)}`)).status === 0;
  }
}
