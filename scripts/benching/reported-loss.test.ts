import assert from 'node:assert/strict';
import { it } from 'node:test';
import { reportedLoss } from './reported-loss.ts';

const cases: [what: string, output: string, lost: number][] = [
  ['nothing', 'PID COMM\n1 a\n', 0],
  [
    'ours, by the totals at the end',
    'opensnoop: 3 events lost: ring buffer full\nopensnoop: 9 events lost in all: ring buffer full\nopensnoop: 1 event lost in all: map full\n',
    10,
  ],
  ['BCC', 'Possibly lost 12 samples\nPossibly lost 5 samples\n', 17],
  ['libbpf-tools', 'Lost 7 events on CPU #1!\nlost 2 events on CPU #0!\n', 9],
  ['bpftrace', 'Lost 100 events\n', 100],
];

for (const [what, output, lost] of cases)
  it(`reads the loss reported by ${what}`, () => assert.equal(reportedLoss(output), lost));
