import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeImage } from '../test/fake-object.ts';
import { commandLineOf } from './kit-options.ts';
import { positiveInteger } from './option-parsers.ts';
import type { OptionSpecs, PositionalSpecs } from './option-spec.ts';
import { type CommandLine, checkOptions, parseOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

const options: OptionSpecs = {
  time: { alias: 'T', type: 'boolean', describe: '' },
  timestamp: { alias: 't', type: 'boolean', describe: '' },
  fails: { alias: 'x', type: 'boolean', describe: '', conflicts: ['ipv4'] },
  uid: { alias: 'u', type: 'integer', min: 0, max: 4294967294, describe: '' },
  name: { alias: 'n', type: 'string', describe: '', conflicts: (name: string) => (name === 'bash' ? ['ipv4'] : []) },
  'max-args': { type: 'string', parse: positiveInteger, default: 20, describe: '' },
  flag_filter: { alias: 'f', type: 'string', repeatable: true, describe: '' },
  sort: { alias: 's', type: 'string', choices: ['all', 'reads'], default: 'all', describe: '' },
  rate: { type: 'number', min: 0, notAbove: 'uid', describe: '' },
  ipv4: { alias: '4', type: 'boolean', describe: '' },
  verbose: { type: 'boolean', hidden: true, describe: '' },
  exec: { type: 'rest', describe: '' },
};
const positionals: PositionalSpecs = {
  interval: { type: 'integer', min: 1, default: 99999999, describe: '' },
  count: { type: 'integer', min: 1, describe: '' },
};
const program = fakeImage();
const commandLine = commandLineOf({ name: 'fake', summary: '', program, options, positionals });

function given(argv: string[], line = commandLine): Record<string, unknown> {
  const bare = parseOptions([], line);
  const values = parseOptions(argv, line);
  checkOptions(values, line);
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => JSON.stringify(bare[name]) !== JSON.stringify(value)),
  );
}

test('what conflicts with one value does not with another', () => {
  assert.deepEqual(given(['-n', 'sh', '-4']), { name: 'sh', ipv4: true });
});

test('without words every option has its default', () => {
  const values = parseOptions([], commandLine);
  assert.deepEqual(
    { ...values },
    {
      ...{
        time: false,
        timestamp: false,
        fails: false,
        uid: undefined,
        name: undefined,
        'max-args': 20,
        flag_filter: [],
      },
      ...{
        sort: 'all',
        rate: undefined,
        ipv4: false,
        verbose: false,
        exec: undefined,
        interval: 99999999,
        count: undefined,
      },
      ...{
        json: false,
        duration: undefined,
        'fail-on-lost': false,
        ebpf: false,
      },
      ...{ man: false, completion: undefined, version: false, help: false },
    },
  );
});

const accepted: [string, string[], Record<string, unknown>][] = [
  ['a short switch', ['-T'], { time: true }],
  ['switches in one word', ['-Tx'], { time: true, fails: true }],
  ['a value behind its letter', ['-u0'], { uid: 0 }],
  ['a value behind its letter and an equals sign', ['-u=7'], { uid: 7 }],
  ['a value in the next word', ['-u', '1000'], { uid: 1000 }],
  ['switches and a value in one word', ['-Txu1000'], { time: true, fails: true, uid: 1000 }],
  ['letters of options inside a value', ['-nTxu'], { name: 'Txu' }],
  ['a long name with an equals sign', ['--name=x'], { name: 'x' }],
  ['a long name and a word', ['--name', 'x'], { name: 'x' }],
  ['an empty value', ['--name='], { name: '' }],
  ['an equals sign inside a value', ['--name=a=b'], { name: 'a=b' }],
  ['quotes inside a value', ['--name="a b"'], { name: '"a b"' }],
  ['the words true and false as values', ['--name', 'true', '-x'], { name: 'true', fails: true }],
  ['a value that looks like an option, when joined', ['--name=--foo'], { name: '--foo' }],
  ['a value of one dash', ['--name', '-'], { name: '-' }],
  ['a value with a newline', ['--name', 'a\nb'], { name: 'a\nb' }],
  ['the last of two values', ['-n', 'a', '-n', 'b'], { name: 'b' }],
  ['each of two values', ['-f', 'O_RDONLY', '-fO_CREAT'], { flag_filter: ['O_RDONLY', 'O_CREAT'] }],
  ['a switch given twice', ['-T', '-T'], { time: true }],
  ['a digit as letter', ['-4'], { ipv4: true }],
  ['a prefix of one name', ['--max', '3'], { 'max-args': 3 }],
  ['a name that is a prefix of another', ['--time'], { time: true }],
  ["a prefix of a tool's and a kit's name", ['--v'], { version: true }],
  ['a hidden option by its full name', ['--verbose'], { verbose: true }],
  ['one of the choices', ['--sort', 'reads'], { sort: 'reads' }],
  ['a decimal number', ['--rate', '.5'], { rate: 0.5 }],
  ['operands', ['5', '3'], { interval: 5, count: 3 }],
  ['operands between options', ['5', '-T', '3'], { interval: 5, time: true, count: 3 }],
  ['operands after two dashes', ['-T', '--', '5'], { interval: 5, time: true }],
  [
    'a command with options of its own',
    ['-T', '--exec', 'ls', '-l', '--name'],
    { time: true, exec: ['ls', '-l', '--name'] },
  ],
  ['a kit option', ['--duration', '2.5'], { duration: 2.5 }],
];

for (const [what, argv, expected] of accepted) {
  test(`the command line takes ${what}: ${argv.join(' ')}`, () => assert.deepEqual(given(argv), expected));
}

const refused: [string[], string][] = [
  [['--foo'], 'unknown option --foo'],
  [['--foo=1'], 'unknown option --foo'],
  [['-Tz'], 'unknown option -z'],
  [['--no-time'], 'unknown option --no-time'],
  [['--maxArgs', '3'], 'unknown option --maxArgs'],
  [['--name.first', 'x'], 'unknown option --name.first'],
  [['--__proto__=x'], 'unknown option --__proto__'],
  [['--constructor', 'x'], 'unknown option --constructor'],
  [['---'], 'unknown option ---'],
  [['--=x'], 'unknown option --'],
  [['--verb'], 'unknown option --verb'],
  [['--ti'], 'ambiguous option --ti: --time or --timestamp'],
  [['--name'], 'option --name needs a value'],
  [['-n'], 'option -n needs a value'],
  [['-n', '-T'], 'option -n needs a value'],
  [['--exec'], 'option --exec needs a command'],
  [['--time=yes'], 'option --time takes no value'],
  [['-u', 'abc'], "--uid: 'abc' is not an integer"],
  [['-u', '1.5'], "--uid: '1.5' is not an integer"],
  [['-u', '0x10'], "--uid: '0x10' is not an integer"],
  [['-u', ''], "--uid: '' is not an integer"],
  [['-u', '-1'], '--uid: -1 is too small, the least is 0'],
  [['-u', '4294967295'], '--uid: 4294967295 is too large, the most is 4294967294'],
  [['-u', '99999999999999999999'], '--uid: 99999999999999999999 is too large, the most is 4294967294'],
  [['--max-args', '0'], '--max-args: 0 is too small, the least is 1'],
  [['--rate', '1e3'], "--rate: '1e3' is not a number"],
  [['--rate', 'Infinity'], "--rate: 'Infinity' is not a number"],
  [['--sort', 'x'], "--sort: 'x' is not one of all, reads"],
  [['0'], 'interval: 0 is too small, the least is 1'],
  [['1', '2', '3'], "unexpected argument '3'"],
  [['-'], "interval: '-' is not an integer"],
  [['--rate', '7.5', '-u', '7'], '--rate is above --uid'],
  [['-x', '-4'], '--fails and --ipv4 cannot be used together'],
  [['-n', 'bash', '-4'], '--name and --ipv4 cannot be used together'],
];

for (const [argv, message] of refused) {
  test(`the command line refuses ${argv.join(' ')}`, () => {
    assert.throws(() => given(argv), new UsageError(message));
  });
}

test("a tool's option replaces the kit's of the same name, and its letter too", () => {
  const own: CommandLine = {
    ...commandLine,
    options: {
      duration: { alias: 'd', type: 'integer', describe: '' },
      host: { alias: 'h', type: 'string', describe: '' },
    },
  };
  assert.deepEqual(given(['-d', '3', '-h', 'x'], own), { duration: 3, host: 'x' });
  assert.deepEqual(given(['--help'], own), { help: true });
  assert.throws(() => given(['-d', '3.5'], own), new UsageError("--duration: '3.5' is not an integer"));
});

test('a required operand is asked for only after the words are understood', () => {
  const line: CommandLine = {
    ...commandLine,
    positionals: { pattern: { type: 'string', required: true, placeholder: 'PATTERN', describe: '' } },
  };
  assert.equal(parseOptions(['--help'], line).help, true);
  assert.throws(() => checkOptions(parseOptions([], line), line), new UsageError('PATTERN is missing'));
});

test('a repeatable operand takes all words', () => {
  const line: CommandLine = {
    ...commandLine,
    positionals: { file: { type: 'string', repeatable: true, describe: '' } },
  };
  assert.deepEqual(given(['a', '-T', 'b', '--', '-c'], line), { time: true, file: ['a', 'b', '-c'] });
});

test('random words either parse or are refused in one line, and never change a prototype', () => {
  const pieces = [
    '-',
    '--',
    '=',
    'T',
    'x',
    'u',
    '0',
    '-5',
    'name',
    'time',
    '__proto__',
    'constructor',
    '.',
    'é',
    '\n',
    ' ',
    '"',
    'exec',
    '4',
  ];
  let seed = 7;
  const next = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  for (let round = 0; round < 5000; round++) {
    const argv = Array.from({ length: next(4) }, () =>
      Array.from({ length: next(5) }, () => pieces[next(pieces.length)]).join(''),
    );
    try {
      given(argv);
    } catch (error) {
      assert.ok(error instanceof UsageError, `${JSON.stringify(argv)}: ${error}`);
    }
  }
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test('an option with an optional value takes the next word unless that is an option', () => {
  const shared = { type: 'string', alias: 's', bare: 'readline', describe: 'a file' } as const;
  const line = {
    options: { shared, quiet: { type: 'boolean', alias: 'q', describe: 'less' } as const },
    kitOptions: {},
    positionals: {},
  };
  const value = (...argv: string[]) => parseOptions(argv, line).shared;
  assert.equal(value(), undefined);
  assert.equal(value('-s'), 'readline');
  assert.equal(value('-s', '-q'), 'readline');
  assert.equal(value('-s', '/lib/x'), '/lib/x');
  assert.equal(value('-s/lib/x'), '/lib/x');
  assert.equal(value('--shared=/lib/x', '-q'), '/lib/x');
});
