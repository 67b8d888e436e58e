import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatComparison } from './comparison.ts';

it('shows figures and what multiple of the first one they are', () => {
  const text = formatComparison({
    title: 'opensnoop',
    columns: ['ours', 'theirs', 'none'],
    rows: [
      { label: 'CPU, s', values: [2, 5, undefined], digits: 1 },
      { label: 'lost, %', values: [0.5, 4, undefined], digits: 2, ratios: false },
      { label: 'events', values: [undefined, 4, 1], digits: 0 },
    ],
    notes: ['none: does not work here.'],
  });
  assert.equal(
    text,
    `### opensnoop

|         | ours |      theirs | none |
|---------|-----:|------------:|-----:|
| CPU, s  |  2.0 | 5.0 (2.50x) |    - |
| lost, % | 0.50 |        4.00 |    - |
| events  |    - |           4 |    1 |

none: does not work here.
`,
  );
});
