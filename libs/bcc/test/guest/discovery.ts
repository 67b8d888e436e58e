import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  detectLanguage,
  findExe,
  findLibrary,
  fixSyscallFnname,
  getKprobeFunctions,
  getSyscallFnname,
  getSyscallPrefix,
  getTracepoints,
  getUserAddresses,
  getUserFunctions,
  kernelEnumHasValue,
  kernelStructHasField,
  ksym,
  ksymname,
  linearIndexMax,
  log2IndexMax,
  mapTypeName,
  monotonicTimeNs,
  onlineCpus,
  PerfEventSampleFormat,
  PerfHWConfig,
  PerfSWConfig,
  PerfType,
  ProgType,
  possibleCpuList,
  probeLimit,
  runCommand,
  SymbolCache,
  starsMax,
  supportFmodRet,
  supportKfunc,
  supportLsm,
  supportRawTracepoint,
  supportRawTracepointInModule,
  sym,
  syscallName,
  syscallNames,
  tcpFlagsToString,
  tcpState,
  tcpStateToString,
  tracepointExists,
  XdpAction,
} from '../../src/index.ts';

describe('kernel functions', () => {
  it('getKprobeFunctions gives what can be probed', () => {
    assert.deepEqual(getKprobeFunctions('vfs_(read|write)'), ['vfs_read', 'vfs_write']);
    const all = getKprobeFunctions(/vfs_.*/);
    assert.ok(all.length > 30 && all.every((name) => name.startsWith('vfs_')));
    assert.deepEqual(getKprobeFunctions('__SCT__.*|perf_event_open|no_such'), []);
  });
  it('names of system calls', () => {
    const prefix = process.arch === 'arm64' ? '__arm64_sys_' : '__x64_sys_';
    assert.equal(getSyscallPrefix(), prefix);
    assert.equal(getSyscallFnname('openat'), `${prefix}openat`);
    assert.equal(fixSyscallFnname('sys_openat'), `${prefix}openat`);
  });
  it('types', () => {
    assert.equal(kernelStructHasField('task_struct', 'pid'), true);
    assert.equal(kernelStructHasField('task_struct', 'no_such'), false);
    assert.equal(kernelStructHasField('no_such', 'pid'), false);
    assert.equal(kernelEnumHasValue('bpf_map_type', 'BPF_MAP_TYPE_RINGBUF'), true);
    assert.equal(kernelEnumHasValue('bpf_map_type', 'NO_SUCH'), false);
  });
  it('what programs are supported', () => {
    assert.deepEqual(
      [supportKfunc(), supportFmodRet(), supportLsm(), supportRawTracepoint(), supportRawTracepointInModule()],
      [true, true, true, true, true],
    );
    assert.equal(probeLimit(), 1000);
  });
});

describe('tracepoints', () => {
  it('are found by pattern and by name', () => {
    assert.deepEqual(getTracepoints('syscalls:sys_(enter|exit)_unlinkat'), [
      'syscalls:sys_enter_unlinkat',
      'syscalls:sys_exit_unlinkat',
    ]);
    assert.equal(tracepointExists('sched', 'sched_switch'), true);
    assert.equal(tracepointExists('sched', 'no_such'), false);
  });
});

describe('programs and libraries', () => {
  it('findLibrary and findExe', () => {
    assert.match(findLibrary('c')!, /\/libc\.so\.6$/);
    assert.equal(findLibrary('no-such-library'), undefined);
    assert.match(findExe('bash')!, /\/bin\/bash$/);
    assert.equal(findExe('no-such-program'), undefined);
  });
  it('functions of a library', () => {
    assert.deepEqual(getUserFunctions('c', 'mkdir(at)?'), ['mkdir', 'mkdirat']);
    assert.equal(getUserAddresses('c', 'mkdir(at)?').length, 2);
  });
  it('the language of a process', async () => {
    const child = spawn('python3', ['-c', 'import time; print(1, flush=True); time.sleep(60)']);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    assert.equal(detectLanguage(['java', 'python', 'ruby'], child.pid!), 'python');
    child.kill();
  });
});

describe('symbols', () => {
  it('of the kernel', () => {
    const address = ksymname('vfs_read')!;
    assert.ok(address > 1n << 63n);
    assert.equal(ksym(address), 'vfs_read');
    assert.equal(ksym(address + 4n, { showModule: true, showOffset: true }), 'vfs_read+0x4 [kernel]');
    assert.equal(ksym(1n), '[unknown]');
    assert.equal(ksymname('no_such_function'), undefined);
    assert.equal(sym(address, -1), 'vfs_read');
    const cache = new SymbolCache(-1);
    assert.deepEqual([cache.resolve(address + 2n).name, cache.resolve(address + 2n).offset], ['vfs_read', 2n]);
    assert.equal(cache.resolveName(undefined, 'vfs_read'), address);
  });
  it('of a process', () => {
    const [base, offset] = libcMapping();
    const [linked] = getUserAddresses('c', 'mkdir') as [bigint];
    const address = base - offset + linked;
    assert.equal(sym(address + 1n, process.pid, { showOffset: true, showModule: true }), 'mkdir+0x1 [libc.so.6]');
    assert.equal(new SymbolCache(process.pid).resolve(address).name, 'mkdir');
    assert.equal(sym(16n, process.pid), '[unknown]');
  });
});

/** Where libc begins in this process, and at which offset of the file. */
function libcMapping(): [bigint, bigint] {
  const match = /^([0-9a-f]+)-\S+ \S+ ([0-9a-f]+) .*\/libc\.so\.6$/m.exec(readFileSync('/proc/self/maps', 'latin1'))!;
  return [BigInt(`0x${match[1]}`), BigInt(`0x${match[2]}`)];
}

describe('the machine', () => {
  it('CPUs', () => {
    assert.deepEqual(onlineCpus(), [0, 1]);
    assert.ok(possibleCpuList().length >= 2);
  });
  it('a command is held until it is told to start', async () => {
    const command = runCommand(['true']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(command.exited(), false);
    command.start();
    const end = Date.now() + 20_000;
    while (!command.exited() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(command.exited(), true);
  });
});

describe('names and numbers', () => {
  it('of system calls', () => {
    assert.equal(syscallName(process.arch === 'arm64' ? 56 : 257), 'openat');
    assert.equal([...syscallNames().values()].includes('bpf'), true);
  });
  it('of TCP states and flags', () => {
    assert.deepEqual([tcpState[1], tcpStateToString(10), tcpFlagsToString(0x12)], ['ESTABLISHED', 'LISTEN', 'SYN|ACK']);
  });
  it('of the kernel’s types of programs, maps, events and actions', () => {
    assert.deepEqual([ProgType.KPROBE, ProgType.XDP, ProgType.LSM, XdpAction.XDP_PASS], [2, 6, 29, 2]);
    assert.deepEqual([PerfType.SOFTWARE, PerfHWConfig.CACHE_MISSES, PerfSWConfig.CPU_CLOCK], [1, 3, 0]);
    assert.equal(PerfEventSampleFormat.CALLCHAIN, 32);
    assert.equal(mapTypeName(27), 'BPF_MAP_TYPE_RINGBUF');
    assert.deepEqual([starsMax, log2IndexMax, linearIndexMax], [40, 65, 1025]);
  });
  it('of the clock that bpf_ktime_get_ns reads', () => {
    const [first, second] = [monotonicTimeNs(), monotonicTimeNs()];
    assert.ok(first <= second && second - first < 1_000_000_000n);
    assert.ok(Number(second / 1_000_000_000n) <= Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) + 1);
  });
});
