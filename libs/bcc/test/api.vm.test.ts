/** The library on real kernels: `guest/*.ts` are test files that run in the guest; their results are shown here. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, openGuest, selectedKernels } from '@bcc-ts/vm-tests';
import { compileProgram, compileTarget } from '../../core/test/compile-program.ts';
import { failures } from '../../core/test/guest-results.ts';
import * as sharedTexts from './guest/shared-texts.ts';
import * as texts from './guest/texts.ts';
import * as valueTexts from './guest/value-texts.ts';
import { bundleForGuest, compileFor } from './harness/texts.ts';

const target = '/usr/lib/bcc-ts/bcc-tests';
const files = ['probes', 'tables', 'events', 'discovery', 'network', 'registers', 'sharing', 'tracing', 'values'];

for (const kernel of selectedKernels()) {
  describe(`libs/bcc on ${kernel}`, { timeout: 600_000, concurrency: 2 }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-bcc-'));
    let guest: Guest;

    before(async () => {
      guest = await openGuest({ kernel });
      const all = [...Object.values(texts), ...Object.values(valueTexts), ...Object.values(sharedTexts).flat()]
        .filter((text): text is string => typeof text === 'string' && text.includes('\n'))
        .map((text) => ({ text, ...(text === sharedTexts.asking ? { cflags: sharedTexts.askingFlags } : {}) }));
      await compileFor(guest, all, directory);
      writeFileSync(join(directory, 'attach.bpf.o'), (await compileProgram('attach')).object);
      await compileTarget(join(directory, 'usdt-target'));
      await bundleForGuest(
        Object.fromEntries(files.map((file) => [file, join(import.meta.dirname, `guest/${file}.ts`)])),
        directory,
      );
      await guest.put(directory, target);
    });

    after(async () => {
      await guest?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    for (const file of files) {
      it(file, async () => {
        const command = `/usr/lib/bcc-ts/node --test-reporter=tap ${target}/${file}.mjs`;
        const result = await guest.run(command, { timeoutMs: 300_000 });
        if (process.env.BCC_TS_RESULTS)
          writeFileSync(join(process.env.BCC_TS_RESULTS, `${kernel}-${file}.tap`), result.stdout);
        const failed = failures(result.stdout);
        assert.equal(failed.length, 0, `${failed.join('\n')}\n${result.stderr}`);
        assert.equal(result.status, 0, result.stdout + result.stderr);
      });
    }
  });
}
