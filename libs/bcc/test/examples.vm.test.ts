/** Every example runs in the guest as its reader would run it, and prints what it says it prints. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, openGuest, selectedKernels } from '@bcc-ts/vm-tests';
import { examples } from './examples.ts';
import { GuestExample } from './harness/guest-example.ts';
import { bundleForGuest, compileFor, textOf } from './harness/texts.ts';

const folder = join(import.meta.dirname, '../examples');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => basename(name, '.ts'));

/** The guest's directory beside the installed tools, from which the addon is found. */
const target = '/usr/lib/bcc-ts/bcc-examples';

for (const kernel of selectedKernels()) {
  describe(`examples of libs/bcc on ${kernel}`, { timeout: 600_000 }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-examples-'));
    let guest: Guest;

    before(async () => {
      const entries = Object.fromEntries(names.map((name) => [name, join(folder, `${name}.ts`)]));
      guest = await openGuest({ kernel });
      const texts = await Promise.all(Object.values(entries).map(textOf));
      await compileFor(guest, texts, directory);
      await bundleForGuest(entries, directory);
      await guest.put(directory, target);
    });

    after(async () => {
      await guest?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('each has a test', () => {
      assert.deepEqual(Object.keys(examples).sort(), [...names].sort());
    });

    for (const [name, check] of Object.entries(examples)) {
      it(name, async () => {
        const example = new GuestExample(guest, `${target}/${name}.mjs`);
        try {
          await check(example, kernel);
          note(kernel, name, 'ok');
        } catch (error) {
          note(kernel, name, 'not ok');
          throw new Error(`${(error as Error).message}\n${example.report()}`, { cause: error });
        } finally {
          await example.end();
        }
      });
    }
  });
}

/** For CONFORMANCE.md. */
function note(kernel: string, name: string, result: string): void {
  const directory = process.env.BCC_TS_RESULTS;
  if (directory) appendFileSync(join(directory, `${kernel}-example.tap`), `${result} 1 - ${name}\n`);
}
