import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRanges } from '../system/cpus.ts';
import { getKprobeFunctions, type KernelFiles } from './kernel-functions.ts';
import { wholeName } from './patterns.ts';
import { fixSyscallFnname, getSyscallFnname } from './syscall-names.ts';
import { getTracepoints } from './tracepoints.ts';

const contents: Record<string, string> = {
  kallsyms: [
    'ffffffff81000000 T vfs_read',
    'ffffffff81000010 t vfs_read.cold',
    'ffffffff81000020 T vfs_write',
    'ffffffff81000030 T vfs_forbidden',
    'ffffffff81000040 D vfs_data',
    'ffffffff81000050 T vfs_unknown_to_ftrace',
    'ffffffff82000000 T __init_begin',
    'ffffffff82000010 T vfs_setup',
    'ffffffff82000020 T __init_end',
    'ffffffffc0000000 t vfs_module\t[ext4]',
  ].join('\n'),
  blacklist: '0xffffffff81000030-0xffffffff81000040\tvfs_forbidden\n',
  available_filter_functions: 'vfs_read\nvfs_write\nvfs_forbidden\nvfs_setup\nvfs_read.cold\nvfs_module [ext4]\n',
  available_events: 'sched:sched_switch\nsyscalls:sys_enter_openat\nsyscalls:sys_enter_open\n',
};
const files: KernelFiles = { read: (path) => contents[path.split('/').at(-1)!] };

describe('what can be probed', () => {
  test('functions match as a whole, are text, known to ftrace and allowed', () => {
    assert.deepEqual(getKprobeFunctions('vfs_.*', files), ['vfs_module', 'vfs_read', 'vfs_write']);
    assert.deepEqual(getKprobeFunctions(/vfs_read/, files), ['vfs_read']);
    assert.deepEqual(getKprobeFunctions('read', files), []);
  });

  test('tracepoints are named category:event', () => {
    assert.deepEqual(getTracepoints('syscalls:sys_enter_open.*', files), [
      'syscalls:sys_enter_open',
      'syscalls:sys_enter_openat',
    ]);
  });

  test('a pattern that is none is named', () => {
    assert.throws(() => wholeName('vfs_('), /not a regular expression: vfs_\(/);
  });
});

describe('names of system calls', () => {
  const x86 = (name: string) => name === '__x64_sys_bpf' || name === 'something_sys_bpf';

  test('get this kernel’s prefix', () => {
    assert.equal(getSyscallFnname('openat', x86), '__x64_sys_openat');
    assert.equal(
      getSyscallFnname('openat', (name) => name === '__arm64_sys_bpf'),
      '__arm64_sys_openat',
    );
    assert.equal(
      getSyscallFnname('openat', () => false),
      'sys_openat',
    );
  });

  test('are translated from any other kernel’s', () => {
    assert.equal(fixSyscallFnname('sys_clone', x86), '__x64_sys_clone');
    assert.equal(fixSyscallFnname('__arm64_sys_clone', x86), '__x64_sys_clone');
    assert.equal(fixSyscallFnname('do_mkdirat', x86), 'do_mkdirat');
  });
});

test('ranges of CPUs', () => {
  assert.deepEqual(parseRanges('0-2,5,7-8\n'), [0, 1, 2, 5, 7, 8]);
  assert.deepEqual(parseRanges('0'), [0]);
  assert.deepEqual(parseRanges('\n'), []);
});
