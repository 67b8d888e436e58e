import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type ArrayTable,
  BPF,
  BpfError,
  findLibrary,
  getSyscallFnname,
  getUserFunctionsAndAddresses,
  type HashTable,
  PerfSWConfig,
  PerfType,
  ProgType,
  supportKfunc,
  supportLsm,
  tracepointExists,
  USDT,
} from '../../src/index.ts';
import { makeDirectories } from './fixture.ts';
import * as texts from './texts.ts';

interface Counting {
  own_pid: ArrayTable<number>;
  hits: HashTable<number, bigint>;
  seen: HashTable<number, bigint>;
}

/** A `BPF` that is there while the tests of a suite run. */
function counting(text: string, workload = () => {}) {
  const bpf = {} as { current: BPF<Counting> };
  before(() => {
    bpf.current = new BPF<Counting>({ text });
    bpf.current.table('own_pid').set(0, process.pid);
    workload();
  });
  after(() => bpf.current?.close());
  return {
    bpf,
    /** What probe `id` counted since the last question. */
    counted(id: number): bigint {
      const hits = bpf.current.table('hits');
      const count = hits.get(id) ?? 0n;
      hits.delete(id);
      return count;
    },
    seen: (id: number) => bpf.current.table('seen').get(id),
  };
}

describe('probes that attach themselves', () => {
  const { bpf, counted, seen } = counting(texts.named, () => makeDirectories(5, 0o741));
  const entered = (id: number, value: bigint) => {
    assert.equal(counted(id), 5n);
    assert.equal(seen(id), value);
  };

  it('kprobe__FUNCTION, with typed arguments', () => entered(1, 0o741n));
  it('kretprobe__FUNCTION, with the value it returns', () => entered(2, 0n));
  it('TRACEPOINT_PROBE, with fields of args', () => entered(3, 0o741n));
  it('RAW_TRACEPOINT_PROBE, with ctx->args[] and PT_REGS_PARMn', () => entered(4, 0o741n));
  it('kprobe__sys_NAME, by this kernel’s name of the system call', () => entered(5, 0o741n));
  it('are counted', () => {
    const b = bpf.current;
    assert.equal(b.numOpenKprobes(), 3);
    assert.equal(b.numOpenTracepoints(), 1);
    assert.equal(b.numOpenUprobes(), 0);
  });
  it('are gone with their BPF', () => {
    const b = bpf.current;
    b.close();
    b.close();
    assert.throws(() => b.table('hits').get(1), /closed|no table/);
  });
});

describe('probes by trampoline', () => {
  const { bpf, counted, seen } = counting(texts.trampolines, () => makeDirectories(3, 0o700));

  it('KFUNC_PROBE and KRETFUNC_PROBE', () => {
    assert.equal(supportKfunc(), true);
    assert.deepEqual([counted(1), seen(1), counted(2), seen(2)], [3n, 0o700n, 3n, 0n]);
  });
  it('LSM_PROBE', () => {
    assert.equal(supportLsm(), true);
    assert.deepEqual([counted(3), seen(3)], [3n, 0o700n]);
  });
  it('are detached and attached again by name', () => {
    const b = bpf.current;
    b.detachKfunc('security_path_mkdir');
    b.detachKretfunc('kretfunc__vmlinux__security_path_mkdir');
    b.detachLsm('path_mkdir');
    makeDirectories(2);
    assert.deepEqual([counted(1), counted(2), counted(3)], [0n, 0n, 0n]);
    b.attachKfunc('security_path_mkdir');
    b.attachKretfunc('security_path_mkdir');
    b.attachLsm('path_mkdir');
    assert.throws(() => b.attachLsm('lsm__path_mkdir'), /attached already/);
    makeDirectories(2);
    assert.deepEqual([counted(1), counted(2), counted(3)], [2n, 2n, 2n]);
  });
});

describe('probes attached by hand', () => {
  const { bpf, counted, seen } = counting(texts.plain);
  const libc = findLibrary('c')!;

  it('kprobe and kretprobe, of one function of the text or of all', () => {
    const b = bpf.current;
    b.attachKprobe({ event: 'security_path_mkdir', fnName: 'on_entry' });
    b.attachKprobe({ event: 'security_path_mkdir', fnName: 'on_other_entry' });
    b.attachKretprobe({ event: 'security_path_mkdir', fnName: 'on_return' });
    makeDirectories(5, 0o711);
    assert.deepEqual([counted(1), seen(1)], [5n, 0o711n]);
    assert.deepEqual([counted(2), counted(3), seen(3)], [5n, 5n, 0n]);
    b.detachKprobe('security_path_mkdir', 'on_entry');
    makeDirectories(1);
    assert.deepEqual([counted(1), counted(2), counted(3)], [0n, 1n, 1n]);
    b.detachKprobe('security_path_mkdir');
    b.detachKretprobe('security_path_mkdir');
    makeDirectories(1);
    assert.deepEqual([counted(2), counted(3)], [0n, 0n]);
    assert.throws(() => b.detachKprobe('security_path_mkdir'), /it is not attached/);
    assert.equal(b.numOpenKprobes(), 0);
  });

  it('kprobe by pattern', () => {
    const b = bpf.current;
    b.attachKprobe({ eventRe: 'security_path_(mkdir|rmdir)', fnName: 'on_entry' });
    assert.equal(b.numOpenKprobes(), 2);
    makeDirectories(3);
    assert.equal(counted(1), 6n);
    b.detachKprobe('security_path_mkdir');
    b.detachKprobe('security_path_rmdir');
    assert.throws(() => b.attachKprobe({ eventRe: 'no_such_function_.*', fnName: 'on_entry' }), /nothing matches/);
  });

  it('kprobe with an offset', () => {
    const b = bpf.current;
    b.attachKprobe({ event: 'security_path_mkdir', eventOffset: 0, fnName: 'on_entry' });
    makeDirectories(2);
    assert.equal(counted(1), 2n);
    b.detachKprobe('security_path_mkdir');
  });

  it('kretprobe with maxActive', () => {
    const b = bpf.current;
    b.attachKretprobe({ event: 'security_path_mkdir', fnName: 'on_return', maxActive: 32 });
    const events = readFileSync('/sys/kernel/tracing/kprobe_events', 'utf8');
    assert.match(events, /^r32:kprobes\/bcc_ts_\S+ security_path_mkdir/m);
    makeDirectories(2);
    assert.equal(counted(3), 2n);
    b.detachKretprobe('security_path_mkdir');
    assert.doesNotMatch(readFileSync('/sys/kernel/tracing/kprobe_events', 'utf8'), /bcc_ts_/);
  });

  it('syscall__NAME with getSyscallFnname', () => {
    const b = bpf.current;
    b.attachKprobe({ event: getSyscallFnname('mkdir'), fnName: 'syscall__mkdir' });
    makeDirectories(4, 0o750);
    assert.deepEqual([counted(4), seen(4)], [4n, 0o750n]);
    b.detachKprobe(getSyscallFnname('mkdir'));
  });

  it('a limit on probes', () => {
    const b = bpf.current;
    process.env.BCC_PROBE_LIMIT = '1';
    try {
      assert.throws(
        () => b.attachKprobe({ eventRe: 'security_path_(mkdir|rmdir)', fnName: 'on_entry' }),
        /BCC_PROBE_LIMIT/,
      );
    } finally {
      delete process.env.BCC_PROBE_LIMIT;
    }
    assert.equal(b.numOpenKprobes(), 0);
  });

  it('tracepoint, by name and by pattern', () => {
    const b = bpf.current;
    b.attachTracepoint({ tp: 'syscalls:sys_enter_mkdir', fnName: 'on_tracepoint' });
    b.attachTracepoint({ tpRe: 'syscalls:sys_(enter|exit)_mkdir', fnName: 'on_any_tracepoint' });
    assert.equal(b.numOpenTracepoints(), 3);
    makeDirectories(5, 0o744);
    assert.deepEqual([counted(5), seen(5), counted(6)], [5n, 0o744n, 10n]);
    b.detachTracepoint('syscalls:sys_enter_mkdir');
    b.detachTracepoint('syscalls:sys_exit_mkdir');
    makeDirectories(1);
    assert.deepEqual([counted(5), counted(6), b.numOpenTracepoints()], [0n, 0n, 0]);
    assert.throws(() => b.attachTracepoint({ tp: 'sched_switch', fnName: 'on_tracepoint' }), /category:event/);
    assert.throws(
      () => b.attachTracepoint({ tp: 'sched:no_such', fnName: 'on_any_tracepoint' }),
      /no such tracepoint in this kernel/,
    );
    assert.equal(tracepointExists('sched', 'no_such'), false);
  });

  it('raw tracepoint: the event alone, and once', () => {
    const b = bpf.current;
    b.attachRawTracepoint({ tp: 'sys_enter', fnName: 'on_raw' });
    assert.throws(() => b.attachRawTracepoint({ tp: 'sys_enter', fnName: 'on_raw' }), /attached already/);
    assert.throws(() => b.attachRawTracepoint({ tp: 'raw_syscalls:sys_enter', fnName: 'on_raw' }), /event alone/);
    makeDirectories(5);
    assert.equal(counted(7), 5n);
    b.detachRawTracepoint('sys_enter');
    makeDirectories(1);
    assert.equal(counted(7), 0n);
  });

  it('uprobe and uretprobe: by library, path, address, pattern, for one process', () => {
    const b = bpf.current;
    b.attachUprobe({ name: 'c', sym: 'mkdir', fnName: 'on_user' });
    b.attachUretprobe({ name: libc, sym: 'mkdir', fnName: 'on_user_return', pid: process.pid });
    assert.equal(b.numOpenUprobes(), 2);
    makeDirectories(5, 0o722);
    assert.deepEqual([counted(8), seen(8), counted(9), seen(9)], [5n, 0o722n, 5n, 0n]);
    b.detachUprobe({ name: 'libc.so.6', sym: 'mkdir' });
    b.detachUretprobe({ name: 'c', sym: 'mkdir', pid: process.pid });
    makeDirectories(1);
    assert.deepEqual([counted(8), counted(9), b.numOpenUprobes()], [0n, 0n, 0]);

    const address = getUserFunctionsAndAddresses('c', 'mkdir')[0]!.address;
    b.attachUprobe({ name: 'c', addr: address, fnName: 'on_user' });
    b.attachUprobe({ name: 'c', symRe: 'mkdir|rmdir', fnName: 'on_user', pid: process.pid });
    makeDirectories(3);
    assert.equal(counted(8), 9n);
    b.detachUprobe({ name: 'c', addr: address });
    b.detachUprobe({ name: 'c', sym: 'mkdir', pid: process.pid });
    b.detachUprobe({ name: 'c', sym: 'rmdir', pid: process.pid });
    assert.throws(() => b.attachUprobe({ name: 'c', sym: 'no_such', fnName: 'on_user' }), /no such function/);
    assert.throws(() => b.attachUprobe({ name: 'no-such-library', sym: 'x', fnName: 'on_user' }), /cannot find/);
  });

  it('perf event, on every CPU', () => {
    const b = bpf.current;
    b.attachPerfEvent({
      evType: PerfType.SOFTWARE,
      evConfig: PerfSWConfig.CPU_CLOCK,
      fnName: 'on_clock',
      sampleFreq: 499,
    });
    const end = Date.now() + 20_000;
    let count = 0n;
    while (count < 5n && Date.now() < end) count += counted(10);
    assert.ok(count >= 5n);
    b.detachPerfEvent(PerfType.SOFTWARE, PerfSWConfig.CPU_CLOCK);
    counted(10);
    for (const stop = Date.now() + 200; Date.now() < stop; );
    assert.equal(counted(10), 0n);
    assert.throws(
      () => b.attachPerfEvent({ evType: 1, evConfig: 0, fnName: 'on_clock' }),
      /samplePeriod or sampleFreq/,
    );
  });

  it('loads functions by type, each once', () => {
    const b = bpf.current;
    const one = b.loadFunc('on_entry', ProgType.KPROBE);
    assert.equal(one.fd, b.loadFunc('on_entry', ProgType.KPROBE).fd);
    assert.equal(one.name, 'on_entry');
    assert.throws(() => b.loadFunc('no_such', ProgType.KPROBE), /no function of that name/);
    assert.throws(() => b.loadFunc('never_attached', ProgType.KPROBE), BpfError);
    assert.throws(() => b.loadFuncs(), BpfError);
  });
});

describe('USDT', () => {
  const path = join(__dirname, 'usdt-target');
  const run = () => execFileSync(path, ['13'], { encoding: 'utf8' });

  it('lists probes with their places and arguments', () => {
    const probes = new USDT({ path }).enumerateProbes();
    assert.deepEqual(probes.map((probe) => probe.shortName()).sort(), ['core_test:guarded', 'core_test:plain']);
    const guarded = probes.find(({ name }) => name === 'guarded')!;
    assert.deepEqual([guarded.binPath, guarded.numLocations, guarded.numArguments], [path, 1, 2]);
    assert.notEqual(guarded.semaphore, 0n);
    assert.equal(guarded.getLocation(0).arguments[0]?.size, 4);
  });

  it('runs a function at a probe, which reads its argument, and raises the semaphore', () => {
    const usdt = new USDT({ path });
    usdt.enableProbe('core_test:guarded', 'on_probe');
    const b = new BPF<{ arguments: HashTable<number, bigint> }>({ text: texts.usdt, usdtContexts: [usdt] });
    try {
      assert.equal(run(), 'on\n');
      assert.equal(b.table('arguments').get(0), 13n);
      assert.equal(b.table('arguments').get(1), 12n);
      assert.equal(b.numOpenUprobes(), 1);
    } finally {
      b.close();
    }
    assert.equal(run(), 'off\n');
  });

  it('says when there is no such probe', () => {
    assert.throws(() => new USDT({ path }).enableProbe('no_such', 'on_probe'), /has no such probe/);
  });
});

describe('what the kernel refuses', () => {
  it('is shown with the line of C, the instruction and advice', () => {
    assert.throws(
      () => new BPF({ text: texts.refused }),
      (error: BpfError) => {
        assert.match(error.message, /^cannot load program kprobe__vfs_fsync: the verifier refused it: /);
        assert.match(error.message, /text:8: \*count \+= 1;/);
        assert.match(error.message, /\n {2}\d+: \([0-9a-f]{2}\) /);
        assert.match(error.message, /may be NULL: check it first/);
        assert.ok(error.verifierLog!.length > 100);
        return true;
      },
    );
  });

  it('also names a licence that is wrong', () => {
    assert.throws(() => new BPF({ text: texts.proprietary }), /#define BPF_LICENSE GPL/);
  });

  it('and a table or text that does not exist is an error', () => {
    assert.throws(() => new BPF({}), /one of text, srcFile and object, not none/);
    assert.throws(() => new BPF({ srcFile: '/no/such.c' }), /cannot find source file/);
  });
});

describe('other sources', () => {
  it('an object that was compiled before needs no compiler', () => {
    const b = new BPF<{ hits: HashTable<number, bigint> }>({ object: join(__dirname, 'attach.bpf.o') });
    assert.ok(b.tableNames.includes('hits'));
    b.close();
  });

  it('a file, also beside the program', () => {
    const file = join(__dirname, 'source.c');
    if (!existsSync(file)) writeFileSync(file, texts.named);
    const b = new BPF<Counting>({ srcFile: file });
    b.table('own_pid').set(0, process.pid);
    makeDirectories(2);
    assert.equal(b.table('hits').get(1), 2n);
    b.close();
  });
});
