import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const WRITES = 509;
const READS = 211;
const VECTORS = 13;
const SENT = 5003;
const LONG_NAME = 'a-name-that-is-longer-than-the-column-for-it';

const WORKLOAD = `
import os, socket
open('/sys/fs/cgroup/traced/cgroup.procs', 'w').write(str(os.getpid()))
open('pid', 'w').write(str(os.getpid()))
open('go').read()
def file(name): return os.open('/mnt/' + name, os.O_CREAT | os.O_RDWR, 0o600)
fd = file('dir/sub/written')
for i in range(${WRITES}): os.write(fd, b'x' * 1000)
for i in range(${READS}): os.pread(fd, 1024, 0)
os.pread(fd, 4096, ${WRITES} * 1000 - 7)
try: os.pread(os.open('/mnt', os.O_RDONLY), 10, 0)
except IsADirectoryError: pass
fd = file('${LONG_NAME}')
for i in range(${VECTORS}): os.writev(fd, [b'abc', b'de'])
for i in range(${VECTORS}): os.preadv(fd, [bytearray(3), bytearray(2)], 0)
a, b = socket.socketpair()
os.sendfile(a.fileno(), file('dir/sub/written'), 0, ${SENT})
os.read(b.fileno(), ${SENT})
`;

toolTest('filetop', (bench, test) => {
  let results: Results<'screen' | 'json' | 'all' | 'reads' | 'writes' | 'directory' | 'ofProcess'>;

  before(async () => {
    const { guest } = bench;
    await guest.run(`cat > workload.py <<'END'\n${WORKLOAD}END`);
    await guest.run('mkdir /sys/fs/cgroup/traced && mkfifo go && mount -t tmpfs none /mnt && mkdir -p /mnt/dir/sub');
    const workload = await guest.start('chrt --fifo 1 python3 workload.py');
    const pid = (await guest.run('while ! [ -s pid ]; do sleep 0.1; done; cat pid')).stdout;
    const group = '--cgroup /sys/fs/cgroup/traced';
    const commands = {
      screen: `filetop ${group} 1000`,
      json: `filetop --json ${group} 1000`,
      all: `filetop --json -a ${group} 1000`,
      reads: `filetop --json --read-only -s reads -r 1 ${group} 1000`,
      writes: `filetop --json --write-only -s wbytes ${group} 1000`,
      directory: `filetop -d /mnt/dir ${group} 1000`,
      ofProcess: `filetop --json -a -p ${pid} 1000`,
    };
    results = await bench.during(commands, async () => {
      await guest.run('echo > go');
      const done = await workload.wait();
      assert.equal(done.status, 0, done.stderr);
    });
  });

  const row = (result: ToolResult, file: string) => {
    const found = result.json().find((candidate) => candidate.file === file);
    assert.ok(found, `${result.command} has no row for ${file}`);
    return found;
  };
  /** The end of the file was read too, and part of it sent. */
  const READ_BYTES = READS * 1024 + 7;

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results))
      assert.deepEqual([result.status, result.stderr], [0, ''], result.command);
  });

  test('shows a screen with the load, the largest first', () => {
    const { lines } = results.screen;
    assert.equal(lines[0], 'Tracing... Output every 1000 secs. Hit Ctrl-C to end');
    assert.equal(lines[1], '');
    assert.match(lines[2]!, /^\d\d:\d\d:\d\d loadavg: [\d.]+ [\d.]+ [\d.]+ \d+\/\d+ \d+$/);
    assert.equal(lines[3], '');
    assert.equal(lines[4], 'TID     COMM             READS  WRITES R_Kb    W_Kb    T FILE');
    const [tid] = results.ofProcess.json().map(({ pid }) => String(pid));
    assert.equal(
      lines[5],
      `${tid!.padEnd(7)} python3          ${READS + 2}    ${WRITES}    ${Math.floor((READ_BYTES + SENT) / 1024)}     ${Math.floor((WRITES * 1000) / 1024)}     R written`,
    );
    assert.ok(lines.some((line) => line.endsWith(` R ${LONG_NAME.slice(0, 29)}...`)));
    assert.equal(lines.at(-1), 'Detaching...');
    assert.ok(!lines.some((line) => / [SO] \S*$/.test(line)));
  });

  test('counts plain, vectored and splice calls with the bytes they moved', () => {
    const { reads, writes, read_bytes, write_bytes, type, comm } = row(results.json, 'written');
    assert.deepEqual(
      { reads, writes, read_bytes, write_bytes, type, comm },
      {
        reads: READS + 2,
        writes: WRITES,
        read_bytes: READ_BYTES + SENT,
        write_bytes: WRITES * 1000,
        type: 'R',
        comm: 'python3',
      },
    );
    const vectors = row(results.json, LONG_NAME);
    assert.deepEqual([vectors.reads, vectors.read_bytes], [VECTORS, VECTORS * 5]);
    assert.deepEqual([vectors.writes, vectors.write_bytes], [VECTORS, VECTORS * 5]);
  });

  test('shows what is no regular file only with -a', () => {
    assert.ok(results.json.json().every((candidate) => candidate.type === 'R'));
    const socket = results.all.json().find((candidate) => candidate.type === 'S');
    assert.deepEqual([socket!.reads, socket!.read_bytes], [1, SENT]);
    assert.equal(row(results.all, 'go').type, 'O');
  });

  test('takes reads or writes only, sorted and cut as asked', () => {
    const [first, ...rest] = results.reads.json();
    assert.deepEqual(rest, []);
    assert.deepEqual([first!.file, first!.reads, first!.writes], ['written', READS + 2, 0]);
    assert.deepEqual([row(results.writes, 'written').reads, row(results.writes, 'written').writes], [0, WRITES]);
    const bytes = results.writes.json().map((candidate) => candidate.write_bytes);
    assert.deepEqual(
      bytes,
      [...bytes].sort((a, b) => b - a),
    );
  });

  test('takes a directory with all below, and a process', () => {
    assert.match(results.directory.lines[0]!, /^Tracing directory: \/mnt\/dir \(Inode: \d+\)$/);
    const files = results.directory.lines.filter((line) => / R /.test(line)).map((line) => line.split(' ').at(-1));
    assert.deepEqual(files, ['written']);
    assert.equal(row(results.ofProcess, 'written').writes, WRITES);
    assert.equal(new Set(results.ofProcess.json().map(({ pid }) => pid)).size, 1);
  });

  test('does without trampolines', async () => {
    const run = await bench.start('BCC_TS_MISSING=trampolines filetop --json 1000');
    await bench.workload(`dd if=/dev/zero of=/mnt/plain bs=100 count=${WRITES} status=none`);
    const plain = row(await run.interrupt(), 'plain');
    assert.deepEqual([plain.writes, plain.write_bytes, plain.comm], [WRITES, WRITES * 100, 'dd']);
  });

  test('ends after the last screen, and refuses what makes no sense in one line', async () => {
    const result = await bench.run('filetop -C 0.5 2');
    assert.equal(result.status, 0);
    assert.equal(result.lines.filter((line) => line.startsWith('TID ')).length, 2);
    assert.equal(result.lines.at(-1), 'Detaching...');
    for (const [args, status, message] of [
      ['--read-only --write-only', 2, /cannot be used together/],
      ['-s size', 2, /not one of/],
      ['-d /nowhere', 1, /\/nowhere: No such file/],
    ] as const) {
      const refused = await bench.run(`filetop ${args}`);
      assert.equal(refused.status, status, args);
      assert.match(refused.stderr, message);
      assert.equal(refused.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
