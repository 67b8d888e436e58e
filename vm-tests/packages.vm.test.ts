/** The Debian packages on a Debian system that has nothing else of the project. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before } from 'node:test';
import { runtimeFlag } from '../scripts/bundling/code-file.ts';
import { headerBytes } from '../scripts/bundling/run-code.ts';
import { builtRuntimePackage, toolPackages } from '../scripts/package.ts';
import { buildDeb } from '../scripts/packaging/deb/build-deb.ts';
import { guestDisk, mountFiles } from '../scripts/packaging/guest-disk.ts';
import { everyTool, invocation } from './every-tool/invocation.ts';
import { type ToolResult, toolTest } from './index.ts';

const EXECS = 13;
const work = mkdtempSync(join(tmpdir(), 'bcc-ts-packages-test-'));
after(() => rmSync(work, { recursive: true }));

/** The bench's own runtime and tools go, and dpkg installs documentation as it does elsewhere. */
const clean = `
umount /usr/lib/bcc-ts/tools && rm -r /usr/lib/bcc-ts /usr/local/sbin/*
sed -i /path-exclude/d /etc/dpkg/dpkg.cfg.d/image
`;
/** Whether V8 takes what the code file has for it, see scripts/bundling/code-file.ts. */
const asksWhetherTaken = `
const content = fs.readFileSync("/usr/lib/bcc-ts/tools/execsnoop.code");
const end = ${headerBytes} + content.readUInt32LE(0);
const cachedData = content.subarray(${headerBytes}, end);
const script = new vm.Script(content.toString("latin1", end), { cachedData });
console.log(script.cachedDataRejected ? "compiled again" : "taken");
`;
const everything = 'find /etc /opt /usr -xdev | sort';

toolTest(
  'packages',
  (bench, test) => {
    let filesBefore: string;
    let shown: ToolResult;

    before(async () => {
      const { guest } = bench;
      const packages = [await builtRuntimePackage(), ...(await toolPackages(everyTool))];
      const debs: string[] = [];
      for (const options of packages) debs.push(await buildDeb(work, { ...options, compression: 'none' }));
      await mountFiles(guest, debs, '/mnt');
      assert.equal((await guest.run(clean)).status, 0);
      filesBefore = (await guest.run(everything)).stdout;
      const paths = debs.map((deb) => `/mnt/${basename(deb)}`).join(' ');
      const installed = await guest.run(`apt-get install --yes ${paths}`, { timeoutMs: 600_000 });
      assert.equal(installed.status, 0, installed.stderr);
      await guest.run(`echo 'require("node:fs").writeFileSync("/root/pwned", "")' > evil.js`);
      const tool = await bench.start('NODE_OPTIONS="--require /root/evil.js" execsnoop');
      await guest.run(`for i in $(seq ${EXECS}); do /bin/true marker-$i; done`);
      shown = await tool.interrupt();
    });

    test(`shows each of ${EXECS} execs once and ends with status 0`, () => {
      const rows = shown.lines.filter((line) => line.startsWith('true '));
      assert.deepEqual(
        rows.map((row) => row.replace(/^true +\d+ +\d+ +/, '')),
        Array.from({ length: EXECS }, (_, index) => `0 /bin/true marker-${index + 1}`),
      );
      assert.deepEqual([shown.status, shown.stderr], [0, '']);
    });

    test('runs each tool from PATH, and each ends with status 0', async () => {
      for (const tool of everyTool) {
        const run = await bench.start(invocation(tool));
        const { status, stdout, stderr } = await run.interrupt();
        assert.equal(status, 0, `${tool}: ${stderr}`);
        assert.notEqual(stdout, '', `${tool} says what it does`);
      }
    });

    test('runs no code that the environment names', async () => {
      assert.equal((await bench.run('test -e /root/pwned')).status, 1);
    });

    test('is not compiled again by the runtime it is installed with', async () => {
      const { stdout, stderr } = await bench.run(`/usr/lib/bcc-ts/node ${runtimeFlag} -e '${asksWhetherTaken}'`);
      assert.deepEqual([stdout, stderr], ['taken\n', '']);
    });

    test('has a man page in section 8', async () => {
      const { stdout } = await bench.run('zcat /usr/share/man/man8/execsnoop.8.gz');
      assert.match(stdout, /^\.TH EXECSNOOP 8 /);
    });

    test('completes options in bash, and has what zsh and fish load', async () => {
      const script = '. /usr/share/bash-completion/completions/execsnoop && complete -p execsnoop';
      const { status, stdout, stderr } = await bench.run(script);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /-F _execsnoop execsnoop$/m);
      const others = '/usr/share/zsh/vendor-completions/_execsnoop /usr/share/fish/vendor_completions.d/execsnoop.fish';
      assert.equal((await bench.run(`test -s ${others.replace(' ', ' -a -s ')}`)).status, 0);
    });

    test('is gone after a purge, with all its files', async () => {
      const packages = ['runtime', ...everyTool].map((name) => `bcc-ts-${name}`).join(' ');
      const { status, stderr } = await bench.run(`apt-get purge --yes ${packages}`);
      assert.equal(status, 0, stderr);
      assert.equal((await bench.guest.run(everything)).stdout, filesBefore);
    });
  },
  guestDisk,
);
