import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, UsageError, usage } from './arguments.ts';

test('run has defaults for everything but the command', () => {
  assert.deepEqual(parseArguments(['run', '--', 'uname -a']), {
    verb: 'run',
    kernels: ['6.12'],
    layers: [],
    put: [],
    disks: [],
    cpus: 2,
    memoryMb: 3072,
    timeoutMs: undefined,
    fresh: false,
    command: 'uname -a',
  });
});

test('every option of run is understood, with a blank or = before its value', () => {
  const words =
    'run --kernel=7.2 --layer bcc --layer=languages --put /etc/hostname --disk 64 --disk=128 --cpus 4 --memory 512 --timeout 1.5 --fresh -- a b';
  assert.deepEqual(parseArguments(words.split(' ')), {
    verb: 'run',
    kernels: ['newest'],
    layers: ['bcc', 'languages'],
    put: ['/etc/hostname'],
    disks: [{ sizeMb: 64 }, { sizeMb: 128 }],
    cpus: 4,
    memoryMb: 512,
    timeoutMs: 1500,
    fresh: true,
    command: 'a b',
  });
});

test('what comes behind -- belongs to the command, whatever it looks like', () => {
  assert.equal(parseArguments(['run', '--', 'ls', '--help', '--', '--kernel']).command, 'ls --help -- --kernel');
});

test('prepare takes several kernels, and all of them when none is named', () => {
  assert.deepEqual(parseArguments(['prepare', '--kernel', '6.1', '--kernel', '5.10']).kernels, ['6.1', '5.10']);
  assert.deepEqual(parseArguments(['prepare']).kernels, ['5.10', '6.1', '6.12', 'newest']);
});

test('help is asked for anywhere before --', () => {
  for (const words of [['--help'], ['-h'], ['run', '--kernel', '--help']]) {
    assert.equal(parseArguments(words).verb, 'help');
  }
});

test('a mistake gives one line that names it', () => {
  const table: [string, RegExp][] = [
    ['', /what to do\? There are: run, shell, prepare, list/],
    ['start', /no such command: start/],
    ['run', /run needs a command/],
    ['run -- ', /run needs a command/],
    ['run uname', /unexpected argument uname .* behind --/],
    ['run --kernel 4.19 -- x', /no such kernel: 4\.19/],
    ['run --kernel', /--kernel needs a value/],
    ['run --kernel 6.1 --kernel 6.12 -- x', /--kernel was given twice/],
    ['run --layer zfs -- x', /no such layer: zfs \(there are: languages, bcc, clang\)/],
    ['run --put /no/such -- x', /--put: no such file: \/no\/such/],
    ['run --disk big -- x', /--disk needs a positive whole number, not big/],
    ['run --cpus 0 -- x', /--cpus needs a positive whole number/],
    ['run --timeout 0 -- x', /--timeout needs seconds/],
    ['run --timeout soon -- x', /--timeout needs seconds/],
    ['run --fresh=yes -- x', /unknown option --fresh=yes/],
    ['run --quick -- x', /unknown option --quick/],
    ['shell -- x', /shell takes no command/],
  ];
  for (const [line, message] of table) {
    const words = line.split(' ').filter((word) => word !== '');
    assert.throws(
      () => parseArguments(words),
      (error: Error) => {
        assert.ok(error instanceof UsageError, line);
        assert.match(error.message, message);
        assert.ok(!error.message.includes('\n'));
        return true;
      },
    );
  }
});

test('the usage text has every option', () => {
  for (const word of ['--kernel', '--layer', '--put', '--disk', '--cpus', '--memory', '--timeout', '--fresh']) {
    assert.ok(usage.includes(word), word);
  }
});
