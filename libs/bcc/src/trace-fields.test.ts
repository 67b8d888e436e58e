import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { formatTraceFields, parseTraceLine } from './trace-fields.ts';
import { TracePipe } from './trace-pipe.ts';

const line = '           mkdir-1234    [001] d..21   345.678901: bpf_trace_printk: hello: [world]';

describe('lines of trace_pipe', () => {
  test('have six fields', () => {
    assert.deepEqual(parseTraceLine(line), {
      task: 'mkdir',
      pid: 1234,
      cpu: 1,
      flags: 'd..21',
      ts: 345.678901,
      msg: 'hello: [world]',
    });
  });

  test('of older kernels name an address, or no function', () => {
    assert.equal(parseTraceLine('           mkdir-7     [000] d... 1.000001: 0x00000001: hi').msg, 'hi');
    assert.equal(parseTraceLine('           mkdir-7     [000] .... 1.000001: : hi').msg, 'hi');
  });

  test('may have a task with dashes, blanks and brackets in its name, or other than ASCII', () => {
    assert.equal(
      parseTraceLine('    a b-12 [003]-99      [002] d..1. 5.000000: bpf_trace_printk: x').task,
      'a b-12 [003]',
    );
    const name = Buffer.from('           é').toString('latin1').padStart(16);
    const latin1 = `${name.slice(-16)}-5     [000] d..1. 5.000000: bpf_trace_printk: ${Buffer.from('ü').toString('latin1')}`;
    const fields = parseTraceLine(latin1);
    assert.deepEqual([fields.task, fields.pid, fields.msg], ['é', 5, 'ü']);
  });

  test('of another form are kept as the message', () => {
    assert.deepEqual(parseTraceLine('# tracer: nop'), {
      task: 'Unknown',
      pid: 0,
      cpu: 0,
      flags: 'Unknown',
      ts: 0,
      msg: '# tracer: nop',
    });
  });

  test('are printed by field number', () => {
    assert.equal(formatTraceFields('{1} {5} {9}', parseTraceLine(line)), '1234 hello: [world] {9}');
    assert.equal(formatTraceFields('{0} {2} {3} {4}', parseTraceLine(line)), 'mkdir 1 d..21 345.678901');
  });
});

test('a pipe gives lines, without empty ones and those about lost events', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-trace-'));
  try {
    const file = join(directory, 'trace_pipe');
    writeFileSync(file, 'one\n\nCPU:1 [LOST 5 EVENTS]\ntwo\nunfinished');
    const pipe = new TracePipe(file);
    assert.deepEqual([pipe.readLine(), pipe.readLine(), pipe.readLine()], ['one', 'two', undefined]);
    pipe.close();
    pipe.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
