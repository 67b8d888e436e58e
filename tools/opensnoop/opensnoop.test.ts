import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const OPENS = 997;

/** Opens files in every way there is. */
const opener = String.raw`
import ctypes, mmap, os, struct
libc = ctypes.CDLL(None, use_errno=True)
os.makedirs('/root/dir/sub', exist_ok=True)
for i in range(${OPENS}):
    try: os.open('/absent/%d' % i, os.O_RDONLY)
    except OSError: pass
fd = os.open('/root/dir/new', os.O_CREAT | os.O_WRONLY, 0o640)
directory = os.open('/root/dir', os.O_RDONLY)
os.chdir('/tmp')
os.open('new', os.O_RDONLY, dir_fd=directory)
try: os.open('relative', os.O_RDWR)
except OSError: pass
os.chdir('/')
os.open('etc/hostname', os.O_RDONLY)
for level in range(40):
    os.makedirs('/tmp/level' if level == 0 else 'level', exist_ok=True)
    os.chdir('/tmp/level' if level == 0 else 'level')
for name in ('deep', '', 'not-below-a-file'):
    try: os.open(name, os.O_RDWR, dir_fd=os.open('/etc/hostname', os.O_RDONLY) if name[:1] == 'n' else None)
    except OSError: pass
os.chdir('/tmp')
class How(ctypes.Structure):
    _fields_ = [('flags', ctypes.c_uint64), ('mode', ctypes.c_uint64), ('resolve', ctypes.c_uint64)]
how = How(os.O_CREAT | os.O_RDWR, 0o604, 0)
libc.syscall(437, -100, b'/root/dir/by-openat2', ctypes.byref(how), ctypes.sizeof(how))
libc.syscall(85, b'/root/dir/by-creat', 0o600)
os.open('/root', os.O_RDONLY | os.O_DIRECTORY)
try: os.open('/root/dir', os.O_TMPFILE | os.O_WRONLY, 0o600)
except OSError: pass
libc.syscall(2, b'/root/dir/by-open', os.O_CREAT | os.O_WRONLY, 0o600)
handle = ctypes.create_string_buffer(136)
ctypes.memmove(handle, ctypes.byref(ctypes.c_uint(128)), 4)
mount = ctypes.c_int()
os.makedirs('/tmp/by/handle', exist_ok=True)
libc.name_to_handle_at(-100, b'/tmp/by/handle', handle, ctypes.byref(mount), 0)
libc.open_by_handle_at(os.open('/tmp', os.O_RDONLY), handle, os.O_RDONLY)
parameters = ctypes.create_string_buffer(120)
ring = libc.syscall(425, 8, parameters)
sq_offsets = struct.unpack_from('10I', parameters, 40)
sq_ring = mmap.mmap(ring, sq_offsets[6] + 8 * 4, offset=0)
sq_entries = mmap.mmap(ring, 8 * 64, offset=0x10000000)
def open_by_ring(name, flags, mode, by_worker):
    address = ctypes.create_string_buffer(name)
    entry = struct.pack('BBHiQQII', 18, 0x10 if by_worker else 0, 0, -100, 0, ctypes.addressof(address), mode, flags)
    sq_entries[:64] = entry.ljust(64, b'\0')
    tail, = struct.unpack_from('I', sq_ring, sq_offsets[1])
    struct.pack_into('I', sq_ring, sq_offsets[6] + 4 * (tail % 8), 0)
    struct.pack_into('I', sq_ring, sq_offsets[1], tail + 1)
    # No result is taken away, so this waits for one more each time.
    libc.syscall(426, ring, 1, tail + 1, 1, None, 0)
open_by_ring(b'/root/dir/by-ring', os.O_CREAT | os.O_WRONLY, 0o640, False)
open_by_ring(b'/root/dir/by-worker', os.O_CREAT | os.O_WRONLY, 0o600, True)
open_by_ring(b'/absent/by-ring', os.O_RDONLY, 0, False)
try: os.open('/absent/\x1b[2J\n\u202eend', 0)
except OSError: pass
try: os.open(b'/absent/\xff\x80', 0)
except OSError: pass
for fd in range(3, 40):
    try: print(os.getpid(), fd, os.readlink('/proc/self/fd/%d' % fd))
    except OSError: pass
`;

/** Two threads that say who they are, wait, and open a file each. */
const waiter = String.raw`
import os, threading
def work(name):
    open(name, 'w').write('%d\n' % threading.get_native_id())
    open('wait').read()
    try: os.open('/absent/of-' + name, os.O_RDONLY)
    except OSError: pass
other = threading.Thread(target=work, args=('thread',))
other.start()
work('main')
other.join()
`;

/**
 * Opens a file that there is and one that there is not, by a system call of its own in a function that has a frame, and
 * stays until its stacks have been read.
 */
const caller = `
#include <unistd.h>
__attribute__((noinline)) long read_settings(const char *name)
{
	long result;
	register long mode asm("r10") = 0;
	asm volatile("syscall" : "=a"(result) : "a"(257L), "D"(-100L), "S"(name), "d"(0L), "r"(mode)
		     : "rcx", "r11", "memory");
	return result;
}
__attribute__((noinline)) long start_service(const char *name) { long result = read_settings(name); asm(""); return result; }
int main(void)
{
	start_service("/etc/hostname");
	start_service("/absent/settings");
	sleep(8);
	return 0;
}
`;

toolTest('opensnoop', (bench, test) => {
  let results: Results<'all' | 'failed' | 'wide' | 'json' | 'writers' | 'full' | 'root' | 'nobody' | 'temporary'>;
  let workload: ToolResult;
  const row = (result: ToolResult, text: string) => {
    const found = result.lines.filter((line) => line.endsWith(text));
    assert.equal(found.length, 1, `one row that ends with ${text} of ${result.command}, got ${found.length}`);
    return found[0]!;
  };

  before(async () => {
    const { guest } = bench;
    await guest.run('cat > opener.py', { stdin: opener });
    const commands = {
      all: 'opensnoop -n python3',
      failed: 'opensnoop -x',
      wide: 'opensnoop -TUe -n python',
      json: 'opensnoop --json -n python3',
      writers: 'opensnoop -f O_WRONLY -f O_RDWR',
      full: 'opensnoop -F',
      root: 'opensnoop -u 0',
      nobody: 'opensnoop -u 65534',
      temporary: 'opensnoop -f O_TMPFILE -f O_TMPFILE',
    };
    results = await bench.during(commands, async () => {
      workload = await bench.workload('python3 opener.py; setpriv --reuid 65534 --clear-groups cat /etc/hostname');
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows each of ${OPENS} failed opens once, in order`, () => {
    for (const result of [results.all, results.failed]) {
      assert.equal(result.lines[0], 'PID    COMM               FD ERR PATH');
      const rows = result.lines.filter((line) => / \/absent\/\d+$/.test(line));
      assert.equal(rows.length, OPENS);
      for (const [index, line] of rows.entries()) {
        assert.match(line, new RegExp(`^\\d+ +python3            -1   2 /absent/${index}$`));
      }
    }
  });

  test('shows only failed calls with -x', () => {
    for (const line of results.failed.lines.slice(1)) assert.match(line, /^.{6} .{16} {3}-1 +[1-9]\d* /);
    assert.doesNotMatch(results.failed.stdout, /by-creat/);
  });

  test('sees openat2, creat, open and open_by_handle_at', () => {
    assert.match(row(results.all, '/root/dir/by-openat2'), / +\d+ {3}0 \/root/);
    assert.match(row(results.all, '/root/dir/by-creat'), / +\d+ {3}0 \/root/);
    assert.match(row(results.all, '/root/dir/by-open'), / +\d+ {3}0 \/root/);
    assert.match(row(results.all, ' /tmp/by/handle'), / +\d+ {3}0 \/tmp/);
  });

  test('sees what io_uring opens, in whichever thread', () => {
    for (const name of ['by-ring', 'by-worker']) {
      const [, pid, fd] = /^(\d+) (\d+) /.exec(workload.lines.find((line) => line.endsWith(name))!)!;
      assert.match(row(results.root, `/root/dir/${name}`), new RegExp(`^${pid} .* ${fd} {3}0 /root`));
    }
    assert.match(row(results.failed, ' /absent/by-ring'), / -1 {3}2 \/absent/);
  });

  test('shows only tasks of the name with -n', () => {
    for (const { comm } of results.json.json()) assert.equal(comm, 'python3');
  });

  test('adds time, user, flags and mode', () => {
    assert.equal(results.wide.lines[0], 'TIME(s)       UID   PID    COMM               FD ERR FLAGS    MODE PATH');
    assert.match(
      row(results.wide, ' /root/dir/new'),
      /^\d+\.\d{9} +0 +\d+ +python3 +\d+ {3}0 02000101 0640 \/root\/dir\/new$/,
    );
    assert.match(row(results.wide, '/root/dir/by-openat2'), / 00000102 0604 \/root/);
    assert.match(row(results.wide, '/root/dir/by-creat'), / 00001101 0600 \/root/);
    assert.match(row(results.wide, ' /absent/7'), / 02000000 n\/a {2}\/absent\/7$/);
  });

  test('filters by flags', () => {
    row(results.writers, ' /root/dir/new');
    row(results.writers, '/root/dir/by-openat2');
    assert.doesNotMatch(results.writers.stdout, /\/absent\/\d/);
    // One of its bits is O_DIRECTORY.
    assert.deepEqual(
      results.temporary.lines.slice(1).map((line) => line.split(' ').at(-1)),
      ['/root/dir'],
    );
  });

  test('puts the right directory before relative paths with -F', () => {
    assert.equal(results.full.lines.filter((line) => line.endsWith(' /root/dir/new')).length, 2);
    assert.match(row(results.full, '/relative'), / -1 {3}2 \/tmp\/relative$/);
    assert.equal(results.full.lines.filter((line) => /python3 .* 0 \/etc\/hostname$/.test(line)).length, 2);
    assert.match(row(results.full, '/deep'), / -1 {3}2 \.\.\.(\/level){32}\/deep$/);
    assert.match(row(results.full, ' not-below-a-file'), / -1 {2}20 not-below-a-file$/);
    assert.ok(results.full.lines.some((line) => / -1 {3}2 ?$/.test(line)));
    assert.match(row(results.all, ' relative'), / -1 {3}2 relative$/);
  });

  test('filters by process and thread', async () => {
    const { guest } = bench;
    await guest.run('cat > waiter.py; mkfifo wait', { stdin: waiter });
    const ids = await guest.run(
      '{ python3 waiter.py > /dev/null 2>&1 & }; while ! [ -s main -a -s thread ]; do sleep 0.2; done; cat main thread',
    );
    const [pid, tid] = ids.stdout.trim().split('\n');
    const commands = { process: `opensnoop -p ${pid}`, thread: `opensnoop -t ${tid} -p 1` };
    const { process, thread } = await bench.during(commands, () =>
      bench.workload(
        `cat /etc/hostname > /dev/null; echo > wait; while kill -0 ${pid} 2> /dev/null; do sleep 0.1; done`,
      ),
    );
    for (const line of process.lines.slice(1)) assert.match(line, new RegExp(`^${pid!.padEnd(6)} python3 `));
    for (const name of ['main', 'thread']) row(process, ` /absent/of-${name}`);
    assert.equal(thread.lines[0], 'TID    COMM               FD ERR PATH');
    for (const line of thread.lines.slice(1)) assert.match(line, new RegExp(`^${tid!.padEnd(6)} python3 `));
    row(thread, ' /absent/of-thread');
    assert.doesNotMatch(thread.stdout, /of-main/);
  });

  test('filters by user, root too', () => {
    assert.equal(results.root.lines.filter((line) => / \/absent\/\d+$/.test(line)).length, OPENS);
    assert.ok(results.nobody.lines.some((line) => /^\d+ +cat +3 {3}0 \/etc\/hostname$/.test(line)));
    assert.doesNotMatch(results.nobody.stdout, /absent/);
    assert.doesNotMatch(results.root.stdout, / cat +3 {3}0 \/etc\/hostname$/m);
  });

  test('escapes what a terminal would obey', () => {
    row(results.all, ' /absent/\\x1b[2J\\n\\u{202e}end');
    row(results.all, ' /absent/\\xff\\x80');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in the output
    assert.doesNotMatch(results.all.stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });

  test('writes one JSON object per line, without loss', () => {
    const events = results.json.json();
    assert.equal(events.filter((event) => /^\/absent\/\d+$/.test(event.path)).length, OPENS);
    assert.ok(events.some((event) => event.path === '/absent/\x1b[2J\n\u202eend'));
    assert.ok(events.some((event) => event.path_b64 === Buffer.from('/absent/\xff\x80', 'latin1').toString('base64')));
    const created = events.find((event) => event.path === '/root/dir/new')!;
    assert.equal(created.mode, 0o640);
    assert.equal(created.flags, 0o2000101);
    assert.equal(created.err, 0);
    assert.equal(created.comm, 'python3');
  });

  test('runs a command held until it is attached, and follows its children', async () => {
    const result = await bench.run(
      "opensnoop -F --exec bash -c 'cd /usr/share; (cat doc/../nothing); exec cat /etc/hostname'",
    );
    assert.equal(result.status, 0);
    assert.match(result.stdout, /^\d+ +bash +3 {3}0 \/etc\/ld\.so\.cache$/m);
    assert.match(result.stdout, /^\d+ +cat +-1 {3}2 \/usr\/share\/doc\/\.\.\/nothing$/m);
    assert.match(result.stdout, /^\d+ +cat +3 {3}0 \/etc\/hostname$/m);
    const others = result.lines.filter((line) => /^\d+ /.test(line) && !/^\d+ +(bash|cat) /.test(line));
    assert.deepEqual(others, []);
  });

  test('ends by itself after --duration, with no event at all', async () => {
    const result = await bench.run('opensnoop -p 1 -d 1.5');
    assert.equal(result.status, 0);
    assert.deepEqual(result.lines, ['PID    COMM               FD ERR PATH']);
  });

  test('does without trampolines', async () => {
    const run = await bench.start('BCC_TS_MISSING=trampolines opensnoop -n python3');
    await bench.workload('python3 opener.py');
    const result = await run.interrupt();
    assert.equal(result.lines.filter((line) => / \/absent\/\d+$/.test(line)).length, OPENS);
    row(result, '/root/dir/by-openat2');
  });

  test('refuses what makes no sense in one line', async () => {
    for (const [args, message] of [
      ['-f O_NONE', /no such flag/],
      ['-f O_RDONLY', /every call has/],
      ['-b 3', /power of two/],
      ['-p 1 --exec ls', /exec/],
    ] as const) {
      const result = await bench.run(`opensnoop ${args}`);
      assert.equal(result.status, 2, args);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });

  test('--callers shows the stack of each call below its line, --errname the name of its error', async () => {
    const { guest } = bench;
    const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-opensnoop-'));
    try {
      const flags = ['-x', 'c', '-O0', '-fno-omit-frame-pointer', '-static', '-o', join(directory, 'caller'), '-'];
      execFileSync('g++', flags, { input: caller });
      await guest.put(join(directory, 'caller'));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
    const commands = {
      text: 'opensnoop -c --errname --print-ppid -n caller',
      json: 'opensnoop -c --json -n caller',
    };
    const { text, json } = await bench.during(commands, () => bench.workload('./caller'));
    assert.equal(text.lines[0], 'PID    PPID   COMM               FD          ERR PATH');
    const settings = text.lines.findIndex((line) => line.endsWith(' /absent/settings'));
    assert.match(text.lines[settings]!, /^\d+ +\d+ +caller {13}-1 {7}ENOENT \/absent\/settings$/);
    const stack = text.lines.slice(settings + 1);
    assert.ok(stack.every((line) => /^ {4}\S/.test(line)));
    const names = stack.map((line) => /^ {4}([^+ ]+)/.exec(line)![1]!);
    assert.deepEqual(names.slice(names.indexOf('read_settings')).slice(0, 3), [
      'read_settings',
      'start_service',
      'main',
    ]);
    assert.ok(!names.some((name) => name.startsWith('bpf_')), names.join(' '));
    assert.ok(names.includes('do_syscall_64'), names.join(' '));
    const [hostname, absent] = json.json().filter(({ path }) => ['/etc/hostname', '/absent/settings'].includes(path));
    assert.deepEqual([hostname!.err, hostname!.errname, absent!.err, absent!.errname], [0, null, 2, 'ENOENT']);
    for (const { kernel_stack, user_stack } of [hostname!, absent!]) {
      const functions = user_stack.map(({ name }: { name: string }) => name);
      assert.deepEqual(functions.slice(0, 3), ['read_settings', 'start_service', 'main']);
      assert.ok(kernel_stack.length > 0);
    }
  });
});
