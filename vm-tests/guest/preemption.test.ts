import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isPreemptible } from './preemption.ts';

const kernels = {
  'none (voluntary) full\n': false,
  '(none) voluntary full\n': false,
  'none voluntary (full)\n': true,
  'full (lazy)\n': true,
  '#1 SMP Debian 5.10.0-1 (2026-01-01)\n': false,
  '#1 SMP PREEMPT_DYNAMIC Debian 6.1.0-1\n': false,
  '#1 SMP PREEMPT Debian 5.10.0-1\n': true,
  '#1 SMP PREEMPT_RT Debian 6.1.0-1\n': true,
};

it('a kernel preempts programs when its mode says so, or its version where it has no modes', () => {
  for (const [said, preempts] of Object.entries(kernels)) assert.equal(isPreemptible(said), preempts, said);
});
