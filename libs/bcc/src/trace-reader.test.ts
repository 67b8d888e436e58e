import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TraceReader } from './trace-reader.ts';

const line = (n: number) => `           <...>-${n}       [001] ...1.  12.5000: bpf_trace_printk: line ${n}\n`;

describe('reading trace_pipe', () => {
  let folder: string;
  let writer: number;
  let reader: TraceReader;
  const write = (...numbers: number[]) => writeSync(writer, numbers.map(line).join(''));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bcc-ts-pipe-'));
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    writer = openSync(path, 'r+');
    reader = new TraceReader(path);
  });
  afterEach(() => {
    reader.close();
    closeSync(writer);
    rmSync(folder, { recursive: true });
  });

  it('loses no line between waiting and not waiting', () => {
    assert.equal(reader.line(true), undefined);
    write(1, 2, 3);
    assert.deepEqual(reader.fields(false), { task: '<...>', pid: 1, cpu: 1, flags: '...1.', ts: 12.5, msg: 'line 1' });
    assert.equal(reader.fields(true)?.msg, 'line 2');
    assert.match(reader.line(false)!, /^ +<\.\.\.>-3 .*: line 3$/);
    assert.equal(reader.fields(true), undefined);
  });

  it('nor between those and an iterator', async () => {
    write(1, 2, 3);
    assert.equal(reader.fields(false)?.msg, 'line 1');
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const { msg } of reader.lines(stop.signal)) {
      seen.push(msg);
      if (seen.length === 2) write(4);
      if (seen.length === 3) stop.abort();
    }
    assert.deepEqual(seen, ['line 2', 'line 3', 'line 4']);
  });
});
