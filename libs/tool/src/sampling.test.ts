import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCpu, onlineCpus, sampleCpus } from './sampling.ts';
import { ToolError, UsageError } from './usage-error.ts';

const failing = (code: string) => Object.assign(new Error(code), { code });

test('the list of online CPUs is read as the kernel writes it', () => {
  assert.deepEqual(onlineCpus('0-2,5,8-9\n'), [0, 1, 2, 5, 8, 9]);
  assert.deepEqual(onlineCpus('0\n'), [0]);
});

test('a CPU that is not online is refused', () => {
  const online = () => [0, 1, 3];
  for (const cpu of [undefined, -1, 0, 3]) checkCpu(cpu, online);
  for (const cpu of [2, 4]) assert.throws(() => checkCpu(cpu, online), UsageError, `${cpu}`);
});

test('cycles are sampled where the processor counts them, otherwise the clock', () => {
  for (const hasCycles of [true, false]) {
    const seen: string[] = [];
    const program = {
      attachPerfEvent({
        type,
        cpu,
        sample,
        frequency,
      }: {
        type: number;
        cpu: number;
        sample: bigint;
        frequency: boolean;
      }) {
        if (type === 0 && !hasCycles) throw failing('ENOENT');
        seen.push(`${type}:${cpu}:${sample}:${frequency}`);
      },
    };
    sampleCpus(program, { frequency: 99, cpu: 3 });
    assert.deepEqual(seen, [`${hasCycles ? 0 : 1}:3:99:true`]);
  }
});

test('a period is a count of events, not a rate', () => {
  const seen: unknown[] = [];
  sampleCpus({ attachPerfEvent: (options) => seen.push(options) }, { period: 1000, cpu: 0 });
  assert.deepEqual(seen, [{ type: 0, config: 0n, sample: 1000n, frequency: false, cpu: 0 }]);
});

test('a rate the kernel does not allow is named with the limit', () => {
  const program = {
    attachPerfEvent: () => {
      throw failing('EINVAL');
    },
  };
  assert.throws(
    () => sampleCpus(program, { frequency: 10 ** 9, cpu: 0 }),
    (error) => error instanceof ToolError && /perf_event_max_sample_rate/.test(error.message),
  );
  assert.throws(() => sampleCpus(program, { period: 1, cpu: 0 }), /EINVAL/);
});
