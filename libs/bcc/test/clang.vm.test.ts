/** A program that compiles where it runs, as an installed one does: the first start runs clang, the next does not. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, openGuest, selectedKernels } from '@bcc-ts/vm-tests';
import { bundleWithCompiler } from './harness/texts.ts';

const target = '/usr/lib/bcc-ts/bcc-clang';

// What differs between kernels is what the other tests of this folder compile on the host, for each of them.
for (const kernel of selectedKernels().filter((name) => name === '6.1')) {
  describe(`compiling in the guest on ${kernel}`, { timeout: 900_000 }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-clang-'));
    let guest: Guest;

    before(async () => {
      guest = await openGuest({ kernel, layers: ['clang'] });
      mkdirSync(join(directory, 'src/bundle'), { recursive: true });
      const example = join(import.meta.dirname, '../examples/mkdir-printk.ts');
      const moduleTypes = join(import.meta.dirname, 'guest/module-types.ts');
      const entries = { 'mkdir-printk': example, 'module-types': moduleTypes };
      await bundleWithCompiler(entries, join(directory, 'src/bundle'));
      await guest.put(directory, target);
      // The compiler's headers and the addon are looked for beside the code.
      await guest.put(join(import.meta.dirname, '../include'), `${target}/include`);
      await guest.run(`ln -s /usr/lib/bcc-ts/bcc-ts.node ${target}/src/bcc-ts.node`);
    });

    after(async () => {
      await guest?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    /** Makes directories under the eyes of the example; gives what it printed of them. */
    async function made(name: string, count: number, before = ''): Promise<string[]> {
      const command = `${before} /usr/lib/bcc-ts/node ${target}/src/bundle/mkdir-printk.mjs`;
      const program = await guest.start(command, { notify: true });
      await program.ready;
      await guest.run(`for i in $(seq ${count}); do mkdir -m 750 /tmp/${name}-$i; done`);
      const end = Date.now() + 30_000;
      while (!program.stdout.includes(`${name}-${count}`) && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      program.signal('INT');
      const { stdout } = await program.wait(30_000);
      return stdout.split('\n').filter((line) => line.includes(`/tmp/${name}-`));
    }

    const expected = (name: string, count: number) =>
      Array.from({ length: count }, (_, i) => `PID pid PID path /tmp/${name}-${i + 1} mode 488`);
    const withoutPids = (lines: string[]) => lines.map((line) => line.replace(/\d+ pid \d+/, 'PID pid PID'));

    it('the first start compiles, and keeps the object', async () => {
      assert.deepEqual(withoutPids(await made('cold', 5)), expected('cold', 5));
      assert.match((await guest.run('ls /var/cache/bcc-ts')).stdout, /^[0-9a-f]{64}\n$/);
    });

    it('types of a module are those of the running one', async () => {
      const { stdout, stderr } = await guest.run(`/usr/lib/bcc-ts/node ${target}/src/bundle/module-types.mjs`);
      const volume = await guest.run('tune2fs -l /tmp/volume | grep "^Inodes per group"');
      assert.match(volume.stdout, /: +\d{3,}\n/);
      assert.equal(stdout, volume.stdout.replace(/\D/g, '').concat('\n'), stderr);
    });

    it('the second takes the object that was kept: it runs no compiler', async () => {
      const traced = 'strace -f -qq -s 200 -e trace=execve -e signal=none -o /tmp/second';
      assert.deepEqual(withoutPids(await made('warm', 3, traced)), expected('warm', 3));
      const { stdout } = await guest.run('cat /tmp/second');
      assert.match(stdout, /mkdir-printk/);
      assert.doesNotMatch(stdout, /clang-14/);
    });
  });
}
