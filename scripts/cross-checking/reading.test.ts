import assert from 'node:assert/strict';
import { it } from 'node:test';
import { histogramTotal, outstandingBytes, rowsUnder, stackTotal, sumOf } from './reading.ts';

it('reads rows by the names above them, the last column to its end', () => {
  const output = 'Tracing...\nPCOMM   PID  RET ARGS\ntrue    12   0   /bin/true a  b\nsh      13  -2   /absent\n';
  assert.deepEqual(rowsUnder(output, 'PID', 'ARGS'), [
    { PCOMM: 'true', PID: '12', RET: '0', ARGS: '/bin/true a b' },
    { PCOMM: 'sh', PID: '13', RET: '-2', ARGS: '/absent' },
  ]);
  assert.deepEqual(rowsUnder(output, 'PID', 'PATH'), []);
});

it('keeps the rows of every table, each by its own heading, and leaves out what is too short for a row', () => {
  const output = `PID COMM LADDR RX_KB TX_KB
7 nc 127.0.0.1:1 2 3
loadavg: 0.5

PID COMM LADDR6 RX_KB TX_KB
7 nc ::1:1 10 20
`;
  const rows = rowsUnder(output, 'PID', 'RX_KB');
  assert.equal(sumOf(rows, 'RX_KB'), 12);
  assert.equal(sumOf(rows, 'TX_KB'), 23);
});

const histogram = `
disk = vdb
     usecs               : count     distribution
         0 -> 1          : 3        |***     |
         2 -> 3          : 40       |********|

disk = vdc
     usecs               : count     distribution
         4 -> 7          : 100      |********|
`;

it('adds up histograms', () => {
  assert.equal(histogramTotal(histogram), 143);
  assert.equal(histogramTotal(histogram, /= vdc/), 100);
  assert.equal(histogramTotal(histogram, /= vda/), 0);
});

it('adds up folded stacks and stacks of lines', () => {
  assert.equal(stackTotal('work;main;x_spin 40\nwork;main;other 3\nwork;x_spin;deeper 2\n', /x_spin/), 42);
  const lines = `
    schedule
    do_nanosleep
    -                workload (7)
        2000

    schedule
    pipe_read
    -                workload (7)
        50

    do_nanosleep
    -                workload (7)
        8
`;
  assert.equal(stackTotal(lines, /nanosleep/), 2008);
});

it('takes what is outstanding from the last report', () => {
  const report = (leaked: number) => `[12:00:0${leaked % 10}] Top 10 stacks with outstanding allocations:
\t100 bytes in 1 allocations from stack
\t\tmain+0x5 [workload]
\t${leaked} bytes in 9 allocations from stack
\t\tx_leak+0x12 [workload]
\t\tmain+0x55 [workload]
`;
  assert.equal(outstandingBytes(`Attaching...\n${report(48)}${report(96)}`, /x_leak/), 96);
  assert.equal(outstandingBytes(report(48), /x_tidy/), 0);
});
