/** Executables with everything inside, where nothing of the project is installed and everything around is hostile. */
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { guestDisk, mountFiles } from '../scripts/packaging/guest-disk.ts';
import { multiCall, standalone } from '../scripts/standalone.ts';
import { everyTool, invocation } from './every-tool/invocation.ts';
import { type ToolResult, toolTest } from './index.ts';

const EXECS = 17;

/** Every module in the directory would leave a trace; the first place for the addon forbids code. */
const hostile = `
mount -o remount,noexec /dev/shm
umount /usr/lib/bcc-ts/tools && rm -r /usr/lib/bcc-ts /usr/local/sbin/*
mkdir -p hostile/tools hostile/node_modules/yargs-parser && cd hostile
echo 'require("node:fs").writeFileSync("/root/pwned", "")' > evil.js
for name in fs.js path.js node:fs.js sea.js main.cjs index.js bcc-ts.node tools/execsnoop.cjs kit.cjs \
  node_modules/yargs-parser/index.js; do cp evil.js "$name"; done
ln -s /mnt/bcc-ts execsnoop
`;

/** Each variable asks for those modules, or for a file to be written. */
const environment = [
  '-u HOME',
  'NODE_OPTIONS="--require /root/hostile/evil.js"',
  'NODE_PATH=/root/hostile',
  'NODE_COMPILE_CACHE=/root/cache',
  'NODE_V8_COVERAGE=/root/coverage',
].join(' ');

const everywhere = 'find /tmp /var/tmp /run /dev/shm /root -xdev ! -path "/run/bcc-ts/*" | sort';

toolTest(
  'one file',
  (bench, test) => {
    const line = (command: string) => `cd hostile && exec env ${environment} ${command}`;
    let filesBefore: string;
    let alone: ToolResult;
    let byWord: ToolResult;
    let byLink: ToolResult;

    before(async () => {
      const { guest } = bench;
      await mountFiles(guest, [await standalone('execsnoop'), await multiCall()], '/mnt');
      assert.equal((await guest.run(hostile)).status, 0);
      filesBefore = (await guest.run(everywhere)).stdout;
      const commands = ['/mnt/execsnoop --json', '/mnt/bcc-ts execsnoop', './execsnoop'];
      const runs = await Promise.all(commands.map((command) => bench.start(line(command))));
      await guest.run(`for i in $(seq ${EXECS}); do /bin/true marker-$i; done`);
      [alone, byWord, byLink] = (await Promise.all(runs.map((run) => run.interrupt()))) as [
        ToolResult,
        ToolResult,
        ToolResult,
      ];
    });

    test('ends with status 0 on an interrupt and says nothing else', () => {
      for (const { command, status, stderr } of [alone, byWord, byLink]) {
        assert.deepEqual({ command, status, stderr }, { command, status: 0, stderr: '' });
      }
    });

    test(`shows each of ${EXECS} execs once, as JSON`, () => {
      const args = alone.json().map((event) => event.args);
      assert.deepEqual(
        args.filter(([program]) => program === '/bin/true'),
        Array.from({ length: EXECS }, (_, index) => ['/bin/true', `marker-${index + 1}`]),
      );
    });

    test(`shows each of ${EXECS} execs once when chosen among all tools, by word and by link`, () => {
      for (const { lines } of [byWord, byLink]) {
        assert.match(lines[0]!, /^COMM +PID/);
        const rows = lines.filter((line) => line.startsWith('true '));
        assert.deepEqual(
          rows.map((row) => row.replace(/^true +\d+ +\d+ +/, '')),
          Array.from({ length: EXECS }, (_, index) => `0 /bin/true marker-${index + 1}`),
        );
      }
    });

    test('has every tool in it, and each attaches and ends with status 0', async () => {
      for (const tool of everyTool) {
        const run = await bench.start(line(`/mnt/bcc-ts ${invocation(tool)}`));
        const { status, stderr } = await run.interrupt();
        assert.equal(status, 0, `${tool}: ${stderr}`);
      }
    });

    test('leaves no file behind and runs nothing but itself', async () => {
      assert.equal((await bench.guest.run(everywhere)).stdout, filesBefore);
    });

    test('lists its tools', async () => {
      const { status, lines } = await bench.run(line('/mnt/bcc-ts --list'));
      assert.equal(status, 0);
      assert.match(lines.find((row) => row.startsWith('execsnoop '))!, /^execsnoop +Trace new programs/);
    });

    test('carries the licences of its parts', async () => {
      const { status, lines } = await bench.run(line('/mnt/bcc-ts --licenses'));
      assert.equal(status, 0);
      assert.ok(lines.includes('libbpf: GNU Lesser General Public License, version 2.1'));
    });

    test('explains a wrong command line in one line', async () => {
      const { status, stdout, stderr } = await bench.run(line('/mnt/bcc-ts nosnoop'));
      assert.deepEqual([status, stdout, stderr], [2, '', 'bcc-ts: no such tool: nosnoop (try: bcc-ts --list)\n']);
    });
  },
  guestDisk,
);
