import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Clock, EventTime } from './clock.ts';
import { loadAverageLines } from './load-average.ts';

const time = new EventTime(new Clock());

test('the load average follows the time of day', () => {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  writeFileSync(join(folder, 'loadavg'), '0.50 0.25 0.10 2/345 6789\n');
  const [line, empty] = loadAverageLines({ time }, join(folder, 'loadavg'));
  rmSync(folder, { recursive: true });
  assert.match(line as string, /^\d\d:\d\d:\d\d loadavg: 0\.50 0\.25 0\.10 2\/345 6789$/);
  assert.equal(empty, '');
});

test('without /proc the line has the time only', () => {
  assert.match(loadAverageLines({ time }, '/nowhere')[0] as string, /^\d\d:\d\d:\d\d loadavg: $/);
});
