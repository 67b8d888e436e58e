import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeObject, layout } from '../test/fake-object.ts';
import { LossLedger, type LossReport } from './loss.ts';
import { LossCounters } from './loss-counters.ts';

function ledger(): { reports: LossReport[]; ledger: LossLedger } {
  const reports: LossReport[] = [];
  return { reports, ledger: new LossLedger((report) => reports.push(report)) };
}

test('the first loss is reported at once, then when the total passes a power of two', () => {
  const { reports, ledger: book } = ledger();
  for (let total = 1; total <= 1000; total++) book.update('ring_full', total);
  assert.deepEqual(
    reports.map((report) => report.total),
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  );
  assert.deepEqual(
    reports.map((report) => report.count),
    [1, 1, 2, 4, 8, 16, 32, 64, 128, 256],
  );
});

test('a leap over several powers of two is one report', () => {
  const { reports, ledger: book } = ledger();
  book.add('ring_full', 1000);
  book.add('ring_full', 10);
  book.add('ring_full', 14);
  assert.deepEqual(
    reports.map(({ count, total }) => [count, total]),
    [
      [1000, 1000],
      [24, 1024],
    ],
  );
});

test('the end reports the total of each cause, and nothing without loss', () => {
  const { reports, ledger: book } = ledger();
  book.finish();
  assert.deepEqual(reports, []);
  book.add('ring_full', 3);
  book.add('map_full', 1);
  reports.length = 0;
  book.finish();
  assert.deepEqual(reports, [
    { cause: 'ring_full', reason: 'ring buffer full', thing: 'event', count: 0, total: 3, final: true },
    { cause: 'map_full', reason: 'map full', thing: 'event', count: 0, total: 1, final: true },
  ]);
  assert.equal(book.total, 4);
});

test('a count that goes back is not believed', () => {
  const { reports, ledger: book } = ledger();
  book.update('ring_full', 8);
  book.update('ring_full', 2);
  assert.equal(book.total, 8);
  assert.equal(reports.length, 1);
});

test("the BPF side's counters are summed over the CPUs, each under its cause", () => {
  const { reports, ledger: book } = ledger();
  const object = new FakeObject();
  const counters = new LossCounters(object, layout);
  counters.read(book);
  assert.deepEqual(reports, []);
  object.lostCounters[0] = 5n;
  object.lostCounters[1] = 2n;
  counters.read(book);
  assert.deepEqual(
    reports.map(({ cause, total }) => [cause, total]),
    [
      ['ring_full', 5],
      ['map_full', 2],
    ],
  );
});

test('events that the kernel did not give to the programs are told apart', () => {
  const { reports, ledger: book } = ledger();
  const object = new FakeObject();
  object.missed = 3;
  new LossCounters(object, layout).read(book);
  assert.deepEqual(
    reports.map(({ cause, total }) => [cause, total]),
    [['missed', 3]],
  );
});

test('a program without counters loses nothing', () => {
  const { ledger: book } = ledger();
  new LossCounters(Object.assign(new FakeObject(), { maps: {} }), { ...layout, maps: {} }).read(book);
  assert.equal(book.total, 0);
});
