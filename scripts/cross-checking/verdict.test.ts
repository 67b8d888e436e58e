import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Check, checks, suites, workloadOf } from './checks.ts';
import { inRounds, type Observation } from './rounds.ts';
import { formatLines, judge, unexplained } from './verdict.ts';

const check: Check = {
  tool: 'opensnoop',
  args: '',
  figures: [{ what: 'rows', made: 10, slack: 0.1, read: (output) => Number(output) }],
};

function observed(...outputs: (string | undefined)[]): Observation {
  const result = (stdout: string) => ({ command: '', status: 0, stdout, stderr: 'last words', ...bytes });
  const said = suites.flatMap((suite, i) => (outputs[i] === undefined ? [] : [[suite, result(outputs[i]!)]]));
  return { pids: { 'bcc-ts': '7' }, said: Object.fromEntries(said) };
}

const bytes = { stdoutBytes: Buffer.alloc(0), stderrBytes: Buffer.alloc(0) };

describe('a verdict', () => {
  it('agrees within the slack, also where a suite has no such tool', () => {
    const lines = judge(check, observed('10', '9', undefined));
    assert.deepEqual(lines[0]!.differences, []);
    assert.deepEqual(lines[0]!.shown, { 'bcc-ts': 10, 'bpfcc-tools': 9 });
  });

  it('differs without a reason, ours too', () => {
    const lines = judge(check, observed('8', '10', '12'));
    assert.deepEqual(lines[0]!.differences, [
      { suite: 'bcc-ts', reason: undefined },
      { suite: 'libbpf-tools', reason: undefined },
    ]);
    assert.equal(unexplained(lines).length, 1);
    assert.match(formatLines(lines), /bcc-ts differs: NOT EXPLAINED; libbpf-tools differs: NOT EXPLAINED/);
  });

  it('takes the reason that is known', () => {
    const [figure] = check.figures;
    const known = { ...check, figures: [{ ...figure!, allowed: { 'bpfcc-tools': 'it cannot count' } }] };
    const lines = judge(known, observed('10', '3', '10'));
    assert.deepEqual(unexplained(lines), []);
    assert.match(formatLines(lines), /bpfcc-tools differs: it cannot count/);
  });

  it('holds the others against ours where nobody knows what was made', () => {
    const { made, ...unknown } = check.figures[0]!;
    assert.equal(unexplained(judge({ ...check, figures: [unknown] }, observed('50', '50', '20'))).length, 1);
  });

  it('says when a tool does not run', () => {
    const lines = judge(check, observed('10', '', '10'));
    assert.match(formatLines(lines), /does not run.*NOT EXPLAINED \(status 0: last words\)/);
    const broken = { ...check, broken: { 'bpfcc-tools': 'it does not compile' } };
    assert.deepEqual(unexplained(judge(broken, observed('10', '', '10'))), []);
  });
});

it('every check has a workload of its own', () => {
  const names = checks.map(workloadOf);
  assert.deepEqual(new Set(names).size, names.length);
});

it('few of BCC are started at once, and those that take turns only with each other', () => {
  const rounds = inRounds(checks);
  assert.deepEqual(rounds.flat().map(workloadOf).sort(), checks.map(workloadOf).sort());
  for (const round of rounds) {
    assert.ok(round.length <= 7);
    assert.equal(new Set(round.map(({ turns }) => turns)).size, 1);
  }
});
