import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Guest, openGuest, selectedKernels } from '../../vm-tests/index.ts';
import { bundle, codePath } from '../bundle.ts';
import { repository } from './sources.ts';

const fixtures = join(repository, 'scripts/bpf/fixtures');
const folder = mkdtempSync(join(fixtures, 'tmp-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'sample.ts'), "import program from '../sample.bpf.c';\nexport default { program };\n");
const file = await bundle('sample', {
  entry: join(folder, 'sample.ts'),
  kit: join(fixtures, 'guest-kit.ts'),
  output: join(folder, 'sample.cjs'),
});

const everything = { events: 7, paths: 1, lost: 0 };
const pathsOnly = { events: 0, paths: 1, lost: 0 };
const cases: [what: string, command: string, seen: object][] = [
  ['events and variable records come through the ring buffer', '', everything],
  ['a filter by cgroup lets through who is in it', 'filter_cgroup=own', everything],
  ['a filter by cgroup stops the others', 'filter_cgroup=other', pathsOnly],
  ['a set of cgroup ids lets through who is in it', 'filter_cgroup_set=own', everything],
  ['a set of cgroup ids stops the others', 'filter_cgroup_set=other', pathsOnly],
  ['a set of mount namespaces lets through who is in it', 'filter_mount_ns_set=own', everything],
  ['a set of mount namespaces stops the others', 'filter_mount_ns_set=other', pathsOnly],
];

for (const kernel of selectedKernels()) {
  describe(`shared BPF headers on ${kernel}`, { timeout: 300_000 }, () => {
    let guest: Guest;
    before(async () => {
      guest = await openGuest({ kernel });
      await guest.put(file, '/usr/lib/bcc-ts/sample.cjs');
      await guest.put(codePath(file), '/usr/lib/bcc-ts/sample.code');
      await guest.run('ln -sf /usr/lib/bcc-ts/bcc-ts.node /usr/lib/bcc-ts.node');
    });
    after(() => guest?.close());

    async function seen(command: string): Promise<object> {
      const { status, stdout, stderr } = await guest.run(command);
      assert.equal(status, 0, stderr.slice(-4000));
      return JSON.parse(stdout);
    }

    for (const [what, filters, expected] of cases) {
      it(what, async () => assert.deepEqual(await seen(`/usr/lib/bcc-ts/sample.cjs ${filters}`), expected));
    }

    it('the same events come through perf buffers where there is no ring buffer', async () => {
      assert.deepEqual(await seen('BCC_TS_MISSING=ringbuf /usr/lib/bcc-ts/sample.cjs'), everything);
    });
  });
}
