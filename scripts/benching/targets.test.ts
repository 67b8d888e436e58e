import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compileTargets, describeTarget, programTargets, startTargets, stormTargets } from './targets.ts';

it('holds a start against the targets it has figures for', () => {
  const lines = startTargets({
    'bcc-ts': { first_line_s: 1, rss_kb: 61 * 1024 },
    'bpfcc-tools': { first_line_s: 16 },
    'libbpf-tools': { first_line_s: 0.2 },
    bpftrace: { first_line_s: -1 },
    'node -e 0': { end_s: 0.75 },
  }).map(describeTarget);
  assert.deepEqual(lines, [
    "- first line sooner than BCC's: 16.00x (target: at least 15.00x): met",
    "- first line less Node's own boot, of libbpf-tools' first line: 1.25x (target: at most 1.50x): met",
    '- peak RSS: 61 MB (target: at most 60 MB): missed',
  ]);
  assert.deepEqual(startTargets({}), []);
});

it('holds a storm against its targets', () => {
  const figures = { cost: 30, libbpfCost: 20, lostPercent: 0.5, unreported: 0, rssMb: undefined };
  assert.deepEqual(stormTargets(figures).map(describeTarget), [
    "- CPU per event, of libbpf-tools': 1.50x (target: at most 1.00x): missed",
    '- lost: 0.5 % (target: at most 1 %): met',
    '- lost and not reported: 0 events (target: at most 0 events): met',
  ]);
});

it('holds a program and its compilation against their targets', () => {
  const python = { attached_s: 30, rss_kb: 200, charged_kb: 80 };
  const figures = {
    compiled: { attached_s: 5, rss_kb: 90, charged_kb: 44 },
    again: { attached_s: 2, rss_kb: 110, charged_kb: 20 },
    python,
  };
  assert.deepEqual(programTargets(figures).map(describeTarget), [
    "- attached sooner than BCC's, compiled: 6.00x (target: at least 5.00x): met",
    "- attached sooner than BCC's, kept: 15.00x (target: at least 20.00x): missed",
    "- peak RSS of BCC's, compiled: 0.45x (target: at most 0.50x): met",
    "- peak RSS of BCC's, kept: 0.55x (target: at most 0.50x): missed",
    "- memory charged, of BCC's, compiled: 0.55x (target: at most 0.50x): missed",
    "- memory charged, of BCC's, kept: 0.25x (target: at most 0.50x): met",
  ]);
  assert.deepEqual(programTargets({ compiled: undefined, again: undefined, python: undefined }), []);
  assert.deepEqual(compileTargets({ cold_ms: 300, warm_ms: 210 }).map(describeTarget), [
    '- first text: 300 ms (target: at most 400 ms): met',
    '- further texts: 210 ms (target: at most 200 ms): missed',
  ]);
});
