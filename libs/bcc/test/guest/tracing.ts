import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type ArrayTable, BPF, Debug, type TraceFields } from '../../src/index.ts';
import { makeDirectories } from './fixture.ts';
import { telling } from './shared-texts.ts';

interface Telling {
  own_pid: ArrayTable<number>;
}

function teller(debug?: number): BPF<Telling> {
  const b = new BPF<Telling>({ text: telling, debug });
  b.table('own_pid').set(0, process.pid);
  return b;
}

const comm = readFileSync('/proc/self/comm', 'utf8').trim();

function check({ task, pid, cpu, flags, ts, msg }: TraceFields, prefix: string): void {
  assert.equal(task, comm);
  assert.equal(pid, process.pid);
  assert.ok(cpu === 0 || cpu === 1);
  assert.match(flags, /^\S{4,5}$/);
  assert.ok(ts > 0);
  assert.match(msg, new RegExp(`^mode 457 of ${prefix}\\d+$`));
}

describe('trace_pipe', () => {
  it('traceFields: task, pid, CPU, flags, time, message', () => {
    const b = teller();
    while (b.traceReadline({ nonblocking: true }) !== undefined);
    assert.equal(b.traceFields({ nonblocking: true }), undefined);
    makeDirectories(3, 0o711, 'fields-');
    const [first, second, third] = [b.traceFields(), b.traceFields(), b.traceFields({ nonblocking: true })!];
    for (const fields of [first, second, third]) check(fields, 'fields-');
    assert.ok(first.ts <= second.ts && second.ts <= third.ts);
    assert.equal(b.traceFields({ nonblocking: true }), undefined);
    b.close();
  });
  it('traceReadline gives the line as it is', () => {
    const b = teller();
    makeDirectories(1, 0o711, 'line-');
    assert.match(
      b.traceReadline()!,
      new RegExp(`^ *${comm}-${process.pid} .*: bpf_trace_printk: mode 457 of line-\\d+$`),
    );
    b.close();
  });
  it('traceLines, without blocking', async () => {
    const b = teller();
    const stop = new AbortController();
    const seen: TraceFields[] = [];
    setTimeout(() => makeDirectories(5, 0o711, 'lines-'), 50);
    for await (const fields of b.traceLines({ signal: stop.signal })) {
      seen.push(fields);
      if (seen.length === 5) stop.abort();
    }
    assert.equal(seen.length, 5);
    for (const fields of seen) check(fields, 'lines-');
    b.close();
  });
});

describe('debug flags', () => {
  /** What a start of the program writes to stderr. */
  function printed(debug: number): string {
    let text = '';
    const { write } = process.stderr;
    process.stderr.write = ((chunk: string | Uint8Array) => {
      text += chunk.toString();
      return true;
    }) as typeof write;
    try {
      teller(debug).close();
    } finally {
      process.stderr.write = write;
    }
    return text;
  }

  it('none prints nothing', () => assert.equal(printed(0), ''));
  it('DEBUG_BPF: the log of the verifier', () => {
    const text = printed(Debug.DEBUG_BPF);
    assert.match(text, /^kprobe__security_path_mkdir:$/m);
    assert.match(text, /^processed \d+ insns/m);
  });
  it('DEBUG_BPF_REGISTER_STATE: with the state of registers', () => {
    const [less, more] = [printed(Debug.DEBUG_BPF), printed(Debug.DEBUG_BPF_REGISTER_STATE)];
    assert.match(more, /R10=fp/);
    assert.match(more, /bpf_trace_printk#6/);
    assert.ok(more.length > less.length);
  });
  it('DEBUG_BTF: what libbpf says', () => {
    assert.match(printed(Debug.DEBUG_BTF), /^libbpf: .*own_pid/m);
  });
});
