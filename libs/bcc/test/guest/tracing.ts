import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type ArrayTable, BPF, Debug, ProgType, type TraceFields, XdpFlags } from '../../src/index.ts';
import { makeDirectories } from './fixture.ts';
import { packets, telling } from './shared-texts.ts';

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

describe('XDP programs of an interface', () => {
  const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8' });
  const shown = () => ip('link', 'show', 'dev0');
  interface Packets {
    counted: ArrayTable<bigint>;
  }
  let b: BPF<Packets>;
  before(() => {
    ip('link', 'add', 'dev0', 'type', 'veth', 'peer', 'name', 'dev1');
    ip('link', 'set', 'dev0', 'up');
    ip('link', 'set', 'dev1', 'up');
    b = new BPF<Packets>({ text: packets });
  });
  after(() => {
    b.close();
    ip('link', 'del', 'dev0');
  });

  it('XDP_FLAGS_DRV_MODE: in the driver', () => {
    b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_DRV_MODE });
    assert.match(shown(), / xdp(?!generic)/);
    // What is sent at one end arrives at the other.
    execFileSync('python3', ['-c', sending]);
    const end = Date.now() + 20_000;
    while (b.table('counted').get(0) < 7n && Date.now() < end);
    assert.ok(b.table('counted').get(0) >= 7n);
    b.removeXdp('dev0', XdpFlags.XDP_FLAGS_DRV_MODE);
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_SKB_MODE: in the generic path', () => {
    b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_SKB_MODE });
    assert.match(shown(), / xdpgeneric/);
    b.removeXdp('dev0', XdpFlags.XDP_FLAGS_SKB_MODE);
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_HW_MODE: refused by a driver without it', () => {
    assert.throws(
      () => b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_HW_MODE }),
      /cannot attach xdp to dev0: its driver .* XDP_FLAGS_HW_MODE/,
    );
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_UPDATE_IF_NOEXIST: refused where there is a program; without it that one is replaced', () => {
    const other = new BPF<Packets>({ text: packets });
    const flags = XdpFlags.XDP_FLAGS_UPDATE_IF_NOEXIST | XdpFlags.XDP_FLAGS_DRV_MODE;
    b.attachXdp({ dev: 'dev0', fn: b.loadFunc('pass', ProgType.XDP), flags });
    const first = shown().match(/prog\/xdp id (\d+)/)?.[1];
    assert.ok(first);
    assert.throws(() => other.attachXdp({ dev: 'dev0', fn: 'drop', flags }), /it has an xdp program already/);
    assert.equal(shown().match(/prog\/xdp id (\d+)/)?.[1], first);
    other.attachXdp({ dev: 'dev0', fn: 'drop', flags: XdpFlags.XDP_FLAGS_DRV_MODE });
    assert.notEqual(shown().match(/prog\/xdp id (\d+)/)?.[1], first);
    other.close();
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_REPLACE: refused, with what to do instead', () => {
    assert.throws(
      () => b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_REPLACE }),
      /XDP_FLAGS_REPLACE is not supported, as in BCC \(without flags/,
    );
  });
});

/** Seven frames from dev1. */
const sending = `
import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("dev1", 0))
for _ in range(7):
    s.send(b"\\xff" * 6 + b"\\x02\\0\\0\\0\\0\\1" + b"\\x88\\xb5" + b"x" * 50)
`;
