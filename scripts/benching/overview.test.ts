import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatComparison } from './comparison.ts';
import { overview } from './overview.ts';

it('shows the medians of all tools, and nothing where a suite has no such tool', () => {
  const figures = (first_line_s: number) => {
    return { first_line_s, attached_s: -1, first_event_s: -1, end_s: 9, cpu_s: 2, rss_kb: 51_200, charged_kb: 0 };
  };
  const comparison = { title: '', columns: [], rows: [] };
  const samples = { 'bcc-ts': [figures(1), figures(2), figures(9)], bpftrace: [figures(5)] };
  const [first, , rss] = overview([{ tool: 'profile', samples, comparison }], ['bcc-ts', 'libbpf-tools', 'bpftrace']);
  assert.match(formatComparison(first!), /^\| profile \|\s+2\.00 \|\s+- \| 5\.00 \(2\.50x\) \|$/m);
  assert.match(formatComparison(rss!), /^\| profile \|\s+50\.0 \|/m);
});
