import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BpfError, createMap, MapType, possibleCpus, Text } from '../../src/index.ts';
import { only, openProgram } from './fixture.ts';

const libc = '/lib/x86_64-linux-gnu/libc.so.6';

/** The one line that says what went wrong. */
function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof BpfError || error instanceof RangeError, `not explained: ${error}`);
    assert.doesNotMatch(error.message, /\n/);
    return error.message;
  }
  throw new Error('it succeeded');
}

type Programs = ReturnType<typeof openProgram>['programs'];

describe('a target that does not exist', () => {
  /** What is attached, and what it must say. */
  const attempts: Record<
    string,
    [program: string, attach: (program: Programs[string]) => unknown, says: string | RegExp]
  > = {
    kprobe: [
      'on_kprobe',
      (program) => program!.attachKprobe('vfs_foo'),
      "cannot attach kprobe to vfs_foo: no such function in this kernel (try: funccount 'vfs_*')",
    ],
    kretprobe: [
      'on_kretprobe',
      (program) => program!.attachKprobe('vfs_foo', { retprobe: true }),
      "cannot attach kretprobe to vfs_foo: no such function in this kernel (try: funccount 'vfs_*')",
    ],
    kprobes: [
      'on_kprobes',
      (program) => program!.attachKprobes(['vfs_foo', 'vfs_bar']),
      /^cannot attach kprobes to 2 functions: no such function in this kernel/,
    ],
    tracepoint: [
      'on_tracepoint',
      (program) => program!.attachTracepoint('sched', 'sched_foo'),
      "cannot attach to tracepoint sched:sched_foo: no such tracepoint in this kernel (try: tplist 'sched:*')",
    ],
    'raw tracepoint': [
      'on_raw_tracepoint',
      (program) => program!.attachRawTracepoint('sched_foo'),
      'cannot attach to raw tracepoint sched_foo: no such tracepoint in this kernel',
    ],
    'uprobe: function': [
      'on_uprobe',
      (program) => program!.attachUprobe({ path: libc, symbol: 'foo', offset: 0 }),
      `cannot attach uprobe to ${libc}:foo: the file has no such function (is it stripped?)`,
    ],
    'uretprobe: file': [
      'on_uretprobe',
      (program) => program!.attachUprobe({ path: '/no/file', symbol: 'foo', offset: 0, retprobe: true }),
      'cannot attach uretprobe to /no/file:foo: no such file',
    ],
    'uprobe: not ELF': [
      'on_uprobe',
      (program) => program!.attachUprobe({ path: '/etc/passwd', symbol: 'foo', offset: 0 }),
      'cannot attach uprobe to /etc/passwd:foo: not an ELF file',
    ],
    'uprobe: process': [
      'on_uprobe',
      (program) => program!.attachUprobe({ path: libc, symbol: 'mkdir', offset: 0, pid: 4_000_001 }),
      `cannot attach uprobe to ${libc}:mkdir: no process 4000001`,
    ],
    'usdt: probe': [
      'on_usdt',
      (program) => program!.attachUsdt({ path: libc, provider: 'no', name: 'probe' }),
      `cannot attach to usdt probe no:probe in ${libc}: the file has no such probe (try: tplist -l FILE)`,
    ],
    'usdt: file': [
      'on_usdt',
      (program) => program!.attachUsdt({ path: '/no/file', provider: 'no', name: 'probe' }),
      'cannot attach to usdt probe no:probe in /no/file: no such file',
    ],
    'perf event: counter': [
      'on_perf_event',
      (program) => program!.attachPerfEvent({ type: 0, config: 0n, sample: 1000n, cpu: 0 }),
      'cannot attach to perf event 0:0 of CPU 0: this machine has no such counter (a virtual machine often has none)',
    ],
    'perf event: process': [
      'on_perf_event',
      (program) => program!.attachPerfEvent({ type: 1, config: 0n, sample: 1000n, pid: 4_000_001 }),
      'cannot attach to perf event 1:0 of process 4000001: no such process',
    ],
    xdp: [
      'on_xdp',
      (program) => program!.attachXdp(4242),
      'cannot attach xdp program to interface 4242: no such interface',
    ],
    tc: [
      'on_tc',
      (program) => program!.attachTc(4242, { point: 'egress' }),
      'cannot attach tc program to egress of interface 4242: no such interface',
    ],
    'cgroup: directory': [
      'on_cgroup',
      (program) => program!.attachCgroup('/no/such'),
      'cannot open cgroup /no/such: no such directory',
    ],
    'cgroup: file system': [
      'on_cgroup',
      (program) => program!.attachCgroup('/tmp'),
      'cannot attach to cgroup /tmp: not a directory of the cgroup v2 file system',
    ],
  };

  for (const [title, [name, attach, says]] of Object.entries(attempts)) {
    it(title, () => {
      const object = openProgram('attach');
      only(object, name);
      object.load();
      const said = message(() => attach(object.programs[name]!));
      if (typeof says === 'string') assert.equal(said, says);
      else assert.match(said, says);
      object.close();
    });
  }

  for (const [name, says] of [
    ['targetless', /^cannot load attach: prog 'targetless': failed to find kernel BTF type ID of 'no_such_function_/],
    ['pointless', /^cannot load attach: prog 'pointless': failed to find kernel BTF type ID of 'no_such_tracepoint_/],
    ['hookless', /^cannot load attach: prog 'hookless': failed to find kernel BTF type ID of 'no_such_hook_/],
    ['objectless', /^cannot load attach: prog 'objectless': failed to find kernel BTF type ID of 'no_such_objects_/],
  ] as const) {
    it(`in the section of ${name}`, () => {
      const object = openProgram('attach');
      only(object, name);
      assert.match(
        message(() => object.load()),
        says,
      );
      object.close();
    });
  }
});

describe('a program', () => {
  it('that the verifier refuses', () => {
    const object = openProgram('attach');
    only(object, 'refused');
    try {
      object.load();
      assert.fail('it was accepted');
    } catch (error) {
      assert.ok(error instanceof BpfError);
      assert.match(error.message, /^cannot load program refused: the verifier refused it: R\d/);
      assert.match(error.verifierLog ?? '', /R\d invalid mem access/);
      assert.doesNotMatch(error.message, /\n/);
    }
    object.close();
  });
});

describe('a map', () => {
  const object = openProgram('maps');
  only(object, 'tail', 'tailed', 'on_mkdir');
  object.load();
  const { maps, programs } = object;
  const prefix = (last: number) => ({ bits: 32, address: Uint8Array.of(10, 0, 0, last) });
  const fill = (count: number, put: (i: number) => unknown) => () => {
    for (let i = 0; i <= count; i++) put(i);
  };
  // biome-ignore lint/suspicious/noExplicitAny: a wrong map on purpose
  const otherShape = createMap<any>({ type: MapType.array, name: 'other', keySize: 4, valueSize: 16, maxEntries: 4 });

  const attempts: Record<string, [run: () => unknown, says: string | RegExp]> = {
    'hash, full': [
      fill(4096, (i) =>
        maps.hash.set({ pid: i, comm: Text.from('') }, { count: 0n, delta: 0, flags: new Uint8Array(4) }),
      ),
      'cannot write map hash: it is full (4096 entries)',
    ],
    'per-CPU hash, full': [
      fill(1024, (i) => maps.per_cpu_hash.set(i, new Array(possibleCpus()).fill(0n))),
      'cannot write map per_cpu_hash: it is full (1024 entries)',
    ],
    'per-CPU hash, too few values': [() => maps.per_cpu_hash.set(1, [1n, 2n, 3n, 4n, 5n, 6n, 7n]), /7 values/],
    'array, index': [() => maps.array.set(3000, { count: 0n }), 'cannot write map array: no element 3000, it has 3000'],
    'per-CPU array, index': [
      () => maps.per_cpu_array.set(16, new Array(possibleCpus()).fill(0n)),
      'cannot write map per_cpu_array: no element 16, it has 16',
    ],
    'LPM trie, full': [fill(64, (i) => maps.trie.set(prefix(i), 1)), 'cannot write map trie: it is full (64 entries)'],
    'LPM trie, prefix': [
      () => maps.trie.set({ bits: 33, address: Uint8Array.of(1, 2, 3, 4) }, 1),
      'cannot write map trie: the prefix is longer than the address',
    ],
    'queue, full': [fill(8, (i) => maps.queue.push(BigInt(i))), 'cannot push to map queue: it is full (8 entries)'],
    'stack, full': [fill(8, (i) => maps.stack.push(BigInt(i))), 'cannot push to map stack: it is full (8 entries)'],
    'program array, index': [
      () => maps.tail_calls.set(2, programs.tailed!.fd),
      'cannot write map tail_calls: no element 2, it has 2',
    ],
    'program array, not a program': [
      () => maps.tail_calls.set(0, maps.hash.fd),
      'cannot write map tail_calls: the descriptor is of another kind than the map holds',
    ],
    'program array, of another type': [
      () => maps.tail_calls.set(0, programs.on_mkdir!.fd),
      'cannot write map tail_calls: the descriptor is of another kind than the map holds',
    ],
    'map of maps, of another shape': [
      () => maps.maps_by_number.set(1, otherShape),
      'cannot write map maps_by_number: the map is of another type or size than its inner maps',
    ],
    'cgroup array, no such directory': [
      () => maps.cgroups.setPath(0, '/no/such'),
      'cannot open cgroup /no/such: no such directory',
    ],
    'cgroup array, index': [
      () => maps.cgroups.setPath(1, '/sys/fs/cgroup'),
      'cannot write map cgroups: no element 1, it has 1',
    ],
    'ring buffer, pages': [
      () => createMap({ type: MapType.ringBuffer, name: 'ring', keySize: 0, valueSize: 0, maxEntries: 4097 }),
      /^cannot create map ring: /,
    ],
    'of a type no kernel has': [
      () => createMap({ type: 200, name: 'odd', keySize: 4, valueSize: 4, maxEntries: 1 }),
      'cannot create map odd: this kernel has no such map type, or refuses its sizes',
    ],
  };

  for (const [title, [run, says]] of Object.entries(attempts)) {
    it(title, () => {
      const said = message(run);
      if (typeof says === 'string') assert.equal(said, says);
      else assert.match(said, says);
    });
  }
});
