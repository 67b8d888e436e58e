/** Every tracepoint of a guest's kernel: each field is where its `format` file says, and as large. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, openGuest, selectedKernels } from '@bcc-ts/vm-tests';
import { ensurePackages } from '../../../scripts/apt-packages.ts';
import { compileCorpus } from './compile-corpus.ts';
import { guestFormats } from './harness/guest-formats.ts';
import { corpusKernels } from './kernels.ts';

const eventsOfText = 64;

/** A program of the dialect that reads a byte of each field, and asserts the places of all. */
function program(category: string, event: string, format: string): string {
  const statements: string[] = [];
  for (const [, declaration = '', offset, size] of format.matchAll(/^\tfield:([^;]+);\toffset:(\d+);\tsize:(\d+);/gm)) {
    const [, located, name = ''] = /^(__data_loc|__rel_loc)?.*?(\w+)(?:\[[^\]]*\])*$/.exec(declaration) ?? [];
    if (name.startsWith('common_')) continue;
    const member = located ? `${located === '__rel_loc' ? 'data_rel_loc' : 'data_loc'}_${name}` : name;
    const struct = `struct tracepoint__${category}__${event}`;
    statements.push(`_Static_assert(__builtin_offsetof(${struct}, ${member}) == ${offset}, "place of ${name}");`);
    statements.push(`_Static_assert(sizeof(args->${member}) == ${size}, "size of ${name}");`);
    if (size !== '0') statements.push(`sum += *(unsigned char *)&args->${member};`);
  }
  return `TRACEPOINT_PROBE(${category}, ${event}) { u64 sum = 0; ${statements.join(' ')} total.increment(0, sum); return 0; }`;
}

for (const kernel of selectedKernels()) {
  describe(`tracepoints of ${kernel}`, { timeout: 600_000 }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-tracepoints-'));
    const file = join(directory, 'formats.json');
    let formats = new Map<string, string>();
    let guest: Guest;

    before(async () => {
      await ensurePackages(['clang-19']);
      guest = await openGuest({ kernel });
      // The tracepoints of modules, some with types that are in no vmlinux.
      await guest.run('modprobe -a btrfs kvm nfs xfs');
      formats = await guestFormats(guest);
      writeFileSync(file, JSON.stringify(Object.fromEntries(formats)));
    });

    after(async () => {
      await guest?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('have all their fields', async () => {
      const programs = [...formats].flatMap(([name, format]) => {
        const [category = '', event = ''] = name.split(':');
        // A category with a dash is no part of a name in C, in BCC neither.
        return category.includes('-') ? [] : [program(category, event, format)];
      });
      assert.ok(programs.length > 1800, `only ${programs.length} tracepoints`);
      const texts = Array.from({ length: Math.ceil(programs.length / eventsOfText) }, (_, index) => {
        const some = programs.slice(index * eventsOfText, (index + 1) * eventsOfText);
        return { name: `${index}`, text: ['BPF_ARRAY(total, u64, 1);', ...some, ''].join('\n') };
      });
      const { facts } = corpusKernels().find(({ name }) => name === kernel)!;
      const results = await compileCorpus(texts, { ...facts, formats: file });
      assert.deepEqual(
        results.flatMap(({ failure }) => failure ?? []),
        [],
      );
      assert.equal(
        results.reduce((sum, { programs: compiled = [] }) => sum + compiled.length, 0),
        programs.length,
      );
    });
  });
}
