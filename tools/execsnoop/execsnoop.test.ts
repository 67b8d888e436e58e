import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const EXECS = 23;

/** Calls exec in the ways a shell cannot. Built in the guest. */
const callers = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
static char *const none[] = { 0 };
static void *from_thread(void *unused)
{
	execve("/bin/true", (char *const[]){ "true", "by-a-thread", 0 }, none);
	return unused;
}
int main(int argc, char **argv)
{
	pthread_t thread;
	if (!strcmp(argv[1], "fexecve")) {
		int fd = open("/bin/true", O_RDONLY);
		return fexecve(dup2(fd, 42), (char *const[]){ "true", "by-fexecve", 0 }, none);
	}
	if (!strcmp(argv[1], "execveat")) {
		int fd = dup2(open("/bin", O_PATH), 43);
		return syscall(SYS_execveat, fd, "nothing-here", (char *const[]){ "x", "by-execveat", 0 }, none, 0);
	}
	if (!strcmp(argv[1], "absent-page")) {
		int fd = open("/root/page", O_RDWR | O_CREAT, 0600);
		write(fd, "from-an-absent-page", 20);
		char *page = mmap(0, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
		return execve("/bin/true", (char *const[]){ "true", page, 0 }, none);
	}
	pthread_create(&thread, 0, from_thread, 0);
	pthread_join(thread, 0);
	return 1;
}
`;

/** A 32-bit program without a C library: execve of its first argument, with the rest. */
const caller32 = String.raw`
__asm__(".globl _start\n_start:\n"
	"mov 8(%esp), %ebx\n"
	"lea 8(%esp), %ecx\n"
	"xor %edx, %edx\n"
	"mov $11, %eax\n"
	"int $0x80\n"
	"mov $1, %eax\n"
	"mov $3, %ebx\n"
	"int $0x80\n");
`;

/** Starts a child, and lets the kernel look for a module. */
const parent = `
import os, socket, subprocess
print(os.getpid())
subprocess.run(["/bin/true", "by-python"])
try: socket.socket(9, socket.SOCK_DGRAM)
except OSError: pass
`;

const workload = String.raw`
for i in $(seq ${EXECS}); do /bin/true marker-$i; done
/bin/echo a 'b c' $'d\ne' 'say "hi"' > /dev/null
/bin/sh -c 'exec /nonexistent lost-cause'
/bin/sh -c 'exec /nonexistent long-cause $(printf %05000d 7)'
/bin/echo $(seq 30) > /dev/null
printf '#!/bin/sh -e\nexit 0\n' > script; chmod +x script; ./script one two
./callers fexecve; ./callers execveat; ./callers absent-page; ./callers thread
./caller32 /bin/true by-32-bit
./caller32 /nonexistent lost-cause-32
setpriv --reuid 65534 --clear-groups /bin/true as-nobody
/bin/true "$(head -c 100000 /dev/zero | tr '\0' x)" end
/bin/true $'\e[2J' $'\x9b\xff' $'\u202e' 'back\slash'
python3 parent.py > python.pid
(echo $BASHPID > /sys/fs/cgroup/wanted/cgroup.procs; exec /bin/true in-the-cgroup)
`;

toolTest('execsnoop', (bench, test) => {
  let results: Results<'plain' | 'wide' | 'json' | 'quoted' | 'nobody' | 'root' | 'matching' | 'children' | 'inCgroup'>;
  let python: string;
  const row = (result: ToolResult, text: string) => {
    const found = result.lines.filter((line) => line.includes(text));
    assert.equal(found.length, 1, `one row with ${JSON.stringify(text)} of ${result.command}, got ${found.length}`);
    return found[0]!;
  };

  before(async () => {
    const { guest } = bench;
    const files = { 'callers.c': callers, 'caller32.c': caller32, 'parent.py': parent, 'workload.sh': workload };
    for (const [name, content] of Object.entries(files)) await guest.run(`cat > ${name}`, { stdin: content });
    const built = await guest.run(
      'gcc -O -pthread -o callers callers.c && gcc -m32 -static -nostdlib -o caller32 caller32.c',
    );
    assert.equal(built.status, 0, built.stderr);
    await guest.run('mkdir -p /sys/fs/cgroup/wanted');
    const commands = {
      plain: 'execsnoop',
      wide: 'execsnoop -xTtUCM',
      json: 'execsnoop --json -x',
      quoted: 'execsnoop -q --max-args 3',
      nobody: 'execsnoop -u nobody',
      root: 'execsnoop -u 0',
      matching: "execsnoop -n '^true$' -l 'marker-1.$'",
      children: 'execsnoop -P $PPID',
      inCgroup: 'execsnoop --cgroup /sys/fs/cgroup/wanted',
    };
    results = await bench.during(commands, async () => {
      await bench.workload('bash workload.sh');
      python = (await guest.run('cat python.pid')).stdout.trim();
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of [
      results.plain,
      results.wide,
      results.json,
      results.quoted,
      results.nobody,
      results.root,
      results.matching,
      results.inCgroup,
    ]) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows each of ${EXECS} execs once, in order`, () => {
    assert.equal(results.plain.lines[0], 'COMM             PID     PPID    RET ARGS');
    const rows = results.plain.lines.filter((line) => line.includes('marker-'));
    assert.equal(rows.length, EXECS);
    for (const [index, line] of rows.entries()) {
      assert.match(line, new RegExp(`^true {13}\\d+ +\\d+ +0 /bin/true marker-${index + 1}$`));
    }
  });

  test('keeps to the columns of the header', () => {
    const line = row(results.plain, 'marker-7');
    const [, pid, ppid] = /^true +(\d+) +(\d+) /.exec(line)!;
    assert.equal(
      line,
      `${'true'.padEnd(16)} ${pid!.padEnd(7)} ${ppid!.padEnd(7)} ${'0'.padStart(3)} /bin/true marker-7`,
    );
  });

  test('names the parent', () => {
    assert.match(row(results.plain, 'by-python'), new RegExp(`^true +\\d+ +${python} +0 /bin/true by-python$`));
  });

  test('joins arguments by blanks and escapes what a terminal would obey', () => {
    assert.match(row(results.plain, '/bin/echo a'), / 0 \/bin\/echo a b c d\\ne say "hi"$/);
    assert.match(row(results.plain, '[2J'), / \/bin\/true \\x1b\[2J \\x9b\\xff \\u\{202e\} back\\\\slash$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in the output
    assert.doesNotMatch(results.plain.stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });

  test('quotes arguments with -q and cuts them with --max-args', () => {
    assert.match(row(results.quoted, '/bin/echo" "a"'), / "\/bin\/echo" "a" "b c" \.\.\.$/);
    assert.match(row(results.quoted, 'by-python'), / "\/bin\/true" "by-python"$/);
  });

  test('shows 20 words and three dots only where something was cut', () => {
    assert.match(row(results.plain, '/bin/echo 1 2'), / \/bin\/echo 1 2 .* 18 19 \.\.\.$/);
    assert.match(row(results.plain, 'xxxxx'), / \/bin\/true x+ \.\.\.$/);
    assert.ok(row(results.plain, 'xxxxx').length > 20_000, 'a long argument is kept as far as the record goes');
  });

  test('shows the path and arguments of a script as its caller gave them', () => {
    assert.match(row(results.plain, 'one two'), /^script +\d+ +\d+ +0 \.\/script one two$/);
  });

  test('sees fexecve, a thread that is not the leader, and arguments on an absent page', () => {
    assert.match(row(results.plain, 'by-fexecve'), / 0 \/dev\/fd\/42 by-fexecve$/);
    assert.match(row(results.plain, 'by-a-thread'), /^true .* 0 \/bin\/true by-a-thread$/);
    assert.match(row(results.plain, 'from-an-absent-page'), / 0 \/bin\/true from-an-absent-page$/);
  });

  test('sees 32-bit callers and programs the kernel starts', () => {
    assert.match(row(results.plain, ' 0 /bin/true by-32-bit'), /^true .* 0 \/bin\/true by-32-bit$/);
    assert.match(row(results.plain, 'net-pf-9'), /^modprobe .* 0 \/sbin\/modprobe -q -- net-pf-9$/);
  });

  test('shows failed calls with -x only', () => {
    for (const line of results.plain.lines.slice(1)) assert.match(line, /^.{16} \d+ +\d+ +0 /);
    assert.match(row(results.wide, '-2 /nonexistent lost-cause-32'), /caller32 .* -2 \/nonexistent lost-cause-32$/);
    assert.match(
      results.wide.lines.find((line) => line.endsWith('-2 /nonexistent lost-cause'))!,
      /^\d\d:\d\d:\d\d +\d+\.\d{3} *0 +sh +\d+ +\S+ +\d+ +\d+ +-2 \/nonexistent lost-cause$/,
    );
    assert.match(row(results.wide, ' -2 /nonexistent long-cause 000'), / 0{4095} \.\.\.$/);
    assert.match(row(results.wide, 'by-execveat'), / -2 \/dev\/fd\/43\/nothing-here by-execveat$/);
  });

  test('adds the columns asked for', () => {
    assert.equal(
      results.wide.lines[0],
      'TIME     TIME(s) UID   COMM             PID     PCOMM            PPID    CPU  RET ARGS',
    );
    assert.match(
      row(results.wide, 'by-python'),
      /^\d\d:\d\d:\d\d +\d+\.\d{3} *0 +true +\d+ +python3 +\d+ +[01] +0 \/bin\/true/,
    );
  });

  test('filters by user, root too', () => {
    assert.deepEqual(
      results.nobody.lines.slice(1).map((line) => line.replace(/^.* 0 /, '')),
      ['/bin/true as-nobody'],
    );
    assert.equal(results.root.lines.filter((line) => line.includes('marker-')).length, EXECS);
    assert.doesNotMatch(results.root.stdout, / 0 \/bin\/true as-nobody/);
  });

  test('filters by name and by command line', () => {
    const numbers = results.matching.lines.slice(1).map((line) => line.replace(/^.*marker-/, ''));
    assert.deepEqual(numbers, ['10', '11', '12', '13', '14', '15', '16', '17', '18', '19']);
  });

  test('filters by parent and by cgroup', () => {
    // Commands of the bench are children of process 1, what they start is not.
    assert.ok(results.children.lines.length > 1, 'children of process 1 are shown');
    for (const line of results.children.lines.slice(1)) assert.match(line, /^.{16} \d+ +1 +0 /);
    assert.doesNotMatch(results.children.stdout, /marker-/);
    assert.deepEqual(
      results.inCgroup.lines.slice(1).map((line) => line.replace(/^.* 0 /, '')),
      ['/bin/true in-the-cgroup'],
    );
  });

  test('writes one JSON object per line with every field', () => {
    const events = results.json.json();
    const markers = events.filter((event) => event.args.at(-1)?.startsWith('marker-'));
    assert.equal(markers.length, EXECS);
    const python = events.find((event) => event.args[1] === 'by-python')!;
    assert.deepEqual(python.args, ['/bin/true', 'by-python']);
    assert.equal(python.comm, 'true');
    assert.equal(python.pcomm, 'python3');
    assert.equal(python.ret, 0);
    assert.equal(python.uid, 0);
    assert.equal(events.find((event) => event.args[1] === 'lost-cause')!.ret, -2);
    assert.ok(events.find((event) => event.args[1] === 'long-cause' && event.ret)!.args_cut);
    const keys = Object.keys(python).join(' ');
    for (const event of events)
      assert.equal(
        Object.keys(event)
          .filter((key) => !key.endsWith('_b64'))
          .join(' '),
        keys,
      );
  });
});
