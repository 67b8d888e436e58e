import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filterByContainers } from './containers.ts';
import { detectLanguage } from './languages.ts';
import { rewriteStrcmp } from './strcmp.ts';
import { syscallName, syscallNames } from './syscalls.ts';
import { tcpFlagsToString, tcpStateToString } from './tcp.ts';

describe('system calls', () => {
  test('have the names of each architecture', () => {
    assert.deepEqual(
      [0, 59, 257, 321, 435, 462].map((n) => syscallName(n, 'x64')),
      ['read', 'execve', 'openat', 'bpf', 'clone3', 'mseal'],
    );
    assert.deepEqual(
      [56, 63, 221, 280, 435].map((n) => syscallName(n, 'arm64')),
      ['openat', 'read', 'execve', 'bpf', 'clone3'],
    );
    assert.equal(syscallName(9999, 'x64'), '[unknown: 9999]');
  });

  test('are complete: no number has two names, no run swallows another', () => {
    for (const architecture of ['x64', 'arm64'] as const) {
      const names = [...syscallNames(architecture).values()];
      assert.equal(new Set(names).size, names.length, architecture);
      assert.ok(names.length > 300);
      assert.ok(names.every((name) => /^[a-z_0-9]+$/.test(name)));
    }
  });
});

test('TCP states and flags have names', () => {
  assert.deepEqual([1, 10, 12, 99].map(tcpStateToString), ['ESTABLISHED', 'LISTEN', 'NEW_SYN_RECV', 'UNKNOWN (99)']);
  assert.equal(tcpFlagsToString(0x12), 'SYN|ACK');
  assert.equal(tcpFlagsToString(0), '');
});

describe('the text of a container filter', () => {
  test('keeps everything without maps', () => {
    assert.match(filterByContainers({}), /container_should_be_filtered\(void\) \{\n {2}return 0;/);
  });

  test('asks the maps that are given', () => {
    const text = filterByContainers({ cgroupMap: '/sys/fs/bpf/a', mntnsMap: '/sys/fs/bpf/b"c' });
    assert.match(text, /return outside_of_cgroups\(\) \|\| outside_of_mount_namespaces\(\);/);
    assert.match(text, /BPF_TABLE_PINNED\("hash", u64, u64, cgroupset, 1024, "\/sys\/fs\/bpf\/a"\)/);
    assert.match(text, /"\/sys\/fs\/bpf\/b\\"c"/);
  });
});

describe('the language of a process', () => {
  const files = {
    executable: (pid: number) => {
      if (pid === 3) throw new Error('ENOENT');
      return pid === 1 ? '/usr/bin/python3.11' : '/opt/app';
    },
    maps: () => '7f00-7f01 r-xp 0 08:01 5 /usr/lib/libruby-3.1.so.3.1\n7f02-7f03 r-xp 0 00:00 0\n',
  };

  test('is found by its program, then by its libraries', () => {
    assert.equal(detectLanguage(['java', 'python'], 1, files), 'python');
    assert.equal(detectLanguage(['java', 'ruby'], 2, files), 'ruby');
    assert.equal(detectLanguage(['java'], 2, files), undefined);
    assert.equal(detectLanguage(['java'], 3, files), undefined);
  });
});

test('STRCMP becomes calls of functions', () => {
  const { expression, functions } = rewriteStrcmp('STRCMP("a\\"b", arg1) && !STRCMP( "c" , arg2)');
  assert.equal(expression, 'streq_0( arg1) && !streq_1( arg2)');
  assert.match(functions, /const char wanted\[\] = "a\\"b";/);
  assert.equal(functions.match(/static inline bool/g)?.length, 2);
});
