import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pagesPerCpu } from './perf-buffer.ts';

const page = 4096;

const cases: [pages: number, cpus: number, perCpu: number][] = [
  [512, 2, 256],
  [512, 3, 128],
  [512, 128, 64],
  [64, 2, 64],
  [8, 2, 8],
  [1, 1, 1],
];

for (const [pages, cpus, perCpu] of cases) {
  it(`gives each of ${cpus} CPUs ${perCpu} pages of a buffer of ${pages}`, () => {
    assert.equal(pagesPerCpu(pages * page, cpus), perCpu);
  });
}
