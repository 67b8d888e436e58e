import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, toolTest } from '@bcc-ts/vm-tests';

const LINES = 23;
const LONG = 5000;
/** Shells whose bash is not the system's: of two containers that share a file system below, and a further one. */
const OTHERS = ['one', 'two', 'further'];
/** Puts them there. */
const otherShells = `
set -e
mount -t tmpfs none /mnt
for file in /bin/bash $(ldd /bin/bash | grep -o '/[^ ]*'); do
  mkdir -p /mnt/image/$(dirname $file)
  cp -L $file /mnt/image/$file
done
for name in one two; do
  mkdir -p /mnt/$name /mnt/changes-$name /mnt/work-$name
  mount -t overlay none -o lowerdir=/mnt/image,upperdir=/mnt/changes-$name,workdir=/mnt/work-$name /mnt/$name
done
mkdir /opt/further
cp /bin/bash /opt/further
`;

/**
 * Types into shells, each on a terminal of its own. The first has waited since before the tools began: it says so on the
 * pipe and types when told to.
 */
const typist = String.raw`
import os, pty, re, sys, time
def shell(*command):
    pid, fd = pty.fork()
    if pid == 0:
        os.environ['PS1'] = 'READY> '
        os.environ['INPUTRC'] = '/dev/null'
        os.execvp(command[0], command)
    return pid, fd
def wait_prompt(fd):
    seen = b''
    while b'READY> ' not in seen: seen = seen[-100:] + os.read(fd, 4096)
def type_(fd, line):
    os.write(fd, line)
    time.sleep(0.05)
    os.write(fd, b'\r')
    wait_prompt(fd)
early, fd = shell('bash', '--norc', '--noprofile', '-i')
wait_prompt(fd)
others = [shell(*command, '--norc', '--noprofile', '-i') for command in (
    ('chroot', '/mnt/one', '/bin/bash'), ('chroot', '/mnt/two', '/bin/bash'), ('/opt/further/bash',))]
for _, fd4 in others: wait_prompt(fd4)
open('ready', 'w').write('%d\n' % early)
open('go').read()
for i in range(${LINES}): type_(fd, b': line %d' % i)
late, fd2 = shell('bash', '--norc', '--noprofile', '-i')
wait_prompt(fd2)
type_(fd2, b': late')
type_(fd2, b'')
type_(fd2, b': \xc3\xa4 \x16\x1b[2J')
type_(fd2, b': ' + b'x' * ${LONG})
other, fd3 = shell('python3', '-i', '-c', 'import sys; sys.ps1 = "READY> "')
wait_prompt(fd3)
type_(fd3, b'"python"')
for (_, fd4), name in zip(others, '${OTHERS.join(' ')}'.split()): type_(fd4, b': of ' + name.encode())
os.write(fd2, b'exit 3\r')
os.write(fd, b'\x04')
time.sleep(1)
print(early, late)
`;

toolTest('bashreadline', (bench, test) => {
  let results: Results<'all' | 'json' | 'library' | 'ofEarly'>;
  let early: number;
  let late: number;

  before(async () => {
    const { guest } = bench;
    await guest.run('cat > typist.py', { stdin: typist });
    const there = await guest.run('bash -s', { stdin: otherShells });
    assert.equal(there.status, 0, there.stderr);
    const ready = await guest.run(
      `mkfifo ready go end && {
         setsid bash -c 'python3 typist.py > typed 2>&1; echo > end' < /dev/null > /dev/null 2>&1 &
       } && cat ready`,
    );
    assert.match(ready.stdout, /^\d+\n$/, ready.stderr);
    const commands = {
      all: 'bashreadline',
      json: 'bashreadline --json',
      library: 'bashreadline -s /usr/bin/bash',
      ofEarly: `bashreadline --json -p ${ready.stdout.trim()}`,
    };
    results = await bench.during(commands, async () => {
      const done = await bench.run('echo > go; cat end > /dev/null; cat typed');
      [early, late] = done.stdout.trim().split(' ').map(Number) as [number, number];
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows each of ${LINES} lines once, the first of a shell that waited already too`, () => {
    assert.equal(results.all.lines[0], 'TIME      PID     COMMAND');
    const row = new RegExp(`^\\d\\d:\\d\\d:\\d\\d  ${String(early).padEnd(7)} : line (\\d+)$`);
    for (const result of [results.all, results.library]) {
      assert.deepEqual(
        result.lines.flatMap((line) => row.exec(line)?.[1] ?? []),
        Array.from({ length: LINES }, (_, index) => String(index)),
      );
    }
  });

  test('shows a shell that begins later, an empty line and the last', () => {
    const typed = results.json.json().filter(({ pid }) => pid === late);
    assert.deepEqual(
      typed.map(({ command }) => command),
      [': late', '', ': ä \x1b[2J', `: ${'x'.repeat(LONG)}`, 'exit 3'],
    );
    for (const { uid, cut, ppid } of typed) {
      assert.deepEqual([uid, cut], [0, false]);
      assert.ok(ppid > 1);
    }
  });

  test('shows lines of containers that share a file once, and of a bash that lies elsewhere', () => {
    for (const name of OTHERS) {
      assert.equal(results.all.lines.filter((line) => line.endsWith(` : of ${name}`)).length, 1, results.all.stdout);
    }
  });

  test('filters by shell', () => {
    assert.deepEqual(
      results.ofEarly.json().map(({ pid, command }) => [pid, command]),
      Array.from({ length: LINES }, (_, index) => [early, `: line ${index}`]),
    );
  });

  test('escapes what a terminal would obey', () => {
    assert.ok(results.all.lines.some((line) => line.endsWith(' : ä \\x1b[2J')));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in the output
    assert.doesNotMatch(results.all.stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test('shows no line of another program', () => {
    const typed = results.json.json();
    assert.equal(typed.length, LINES + 5 + OTHERS.length, 'the end of input is no line');
    assert.doesNotMatch(results.all.stdout, /"python"/);
  });

  test('finds the library when only told that there is one', async () => {
    const run = await bench.start('bashreadline -s');
    assert.deepEqual((await run.interrupt()).status, 0);
    for (const [args, status] of [
      ['-s /etc/hostname', 1],
      ['-s /nonexistent', 1],
      ['-p 0', 2],
    ] as const) {
      const result = await bench.run(`bashreadline ${args} --duration 5`);
      assert.equal(result.status, status, `${args}: ${result.stderr}`);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
