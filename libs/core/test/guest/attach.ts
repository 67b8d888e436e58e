import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type BpfObject, createMap, features, MapType, readIterator } from '../../src/index.ts';
import { type AnyShape, only, openProgram, until } from './fixture.ts';

const libc = '/lib/x86_64-linux-gnu/libc.so.6';
const directory = mkdtempSync(join(tmpdir(), 'attach-'));

/** Makes and removes a directory, `count` times, in this process. */
function makeDirectories(count: number): void {
  for (let i = 0; i < count; i++) {
    mkdirSync(join(directory, 'x'));
    rmdirSync(join(directory, 'x'));
  }
}

/** Sends datagrams over the loopback interface and waits for each. */
async function sendToSelf(count: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  for (let i = 0; i < count; i++) {
    const arrived = once(socket, 'message');
    socket.send('x', socket.address().port, '127.0.0.1');
    await arrived;
  }
  socket.close();
}

/** What this process has open. Asked without a child, which would need some of its own. */
function openDescriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // The directory that was just read.
      return [];
    }
  });
}

function loaded(name: string): { object: BpfObject<AnyShape>; hits(element: number): number } {
  const object = openProgram('attach');
  only(object, name);
  object.rodata.target_tgid = process.pid;
  object.load();
  return { object, hits: (element) => Number(object.maps.hits.get(element)) };
}

/** Seven runs while attached, none after the link is closed. */
function countsSeven(name: string, element: number, attach?: (object: BpfObject<AnyShape>) => { close(): void }): void {
  const { object, hits } = loaded(name);
  const link = attach ? attach(object) : object.programs[name]!.attach();
  makeDirectories(7);
  assert.equal(hits(element), 7);
  link.close();
  makeDirectories(3);
  assert.equal(hits(element), 7);
  object.close();
}

describe('attach by section', () => {
  it('kprobe', () => countsSeven('on_kprobe', 0));
  it('kretprobe', () => countsSeven('on_kretprobe', 1));
  it('fentry', () => countsSeven('on_fentry', 2));
  it('fexit', () => countsSeven('on_fexit', 3));
  it('tracepoint', () => countsSeven('on_tracepoint', 4));

  for (const [name, element] of [
    ['on_raw_tracepoint', 5],
    ['on_tp_btf', 6],
  ] as const) {
    it(name.slice(3), () => {
      const { object, hits } = loaded(name);
      object.attach();
      for (let i = 0; i < 5; i++) execFileSync('/bin/true');
      const seen = hits(element);
      assert.ok(seen >= 5 && seen < 50, `${seen} forks`);
      object.close();
    });
  }

  it('lsm', { skip: !readFileSync('/sys/kernel/security/lsm', 'utf8').includes('bpf') && 'no BPF LSM' }, () =>
    countsSeven('on_lsm', 7),
  );

  it('attaches all or nothing', () => {
    const object = openProgram('attach');
    only(object, 'on_kprobe', 'on_kretprobe', 'on_uprobe');
    object.rodata.target_tgid = process.pid;
    object.load();
    assert.equal(object.attach().length, 2, 'a program without a target in its section is attached by hand');
    makeDirectories(7);
    object.close();
  });
});

describe('attach by target', () => {
  for (const mode of ['perf', 'legacy'] as const) {
    it(`kprobe, ${mode} mode`, () =>
      countsSeven('on_kprobe', 0, (object) => object.programs.on_kprobe!.attachKprobe('vfs_mkdir', { mode })));
  }

  it('kprobes on many functions', () => {
    const { object, hits } = loaded('on_kprobes');
    const one = features.kprobeMulti();
    const links = object.programs.on_kprobes!.attachKprobes([
      'vfs_mkdir',
      'security_inode_mkdir',
      'no_such_function_at_all',
    ]);
    assert.equal(links.length, one ? 1 : 2);
    makeDirectories(7);
    assert.equal(hits(14), 14);
    for (const link of links) link.close();
    object.close();
  });

  it('kprobe with a cookie', () => {
    const object = openProgram('attach');
    only(object, 'on_cookie');
    object.rodata.target_tgid = process.pid;
    try {
      object.load();
    } catch (error) {
      assert.match((error as Error).message, /unknown func|invalid func/);
      assert.equal(features.kprobeMulti(), false);
      object.close();
      return;
    }
    object.programs.on_cookie!.attachKprobe('vfs_mkdir', { cookie: 0x1234_5678_9abc_def0n });
    makeDirectories(1);
    assert.equal(object.maps.cookies.get(17), 0x1234_5678_9abc_def0n);
    object.close();
  });

  it('uprobe and uretprobe', () => {
    for (const [name, element] of [
      ['on_uprobe', 8],
      ['on_uretprobe', 9],
    ] as const) {
      countsSeven(name, element, (object) =>
        object.programs[name]!.attachUprobe({ path: libc, symbol: 'mkdir', offset: 0, retprobe: element === 9 }),
      );
    }
  });

  for (const probe of ['plain', 'guarded']) {
    it(`usdt, ${probe === 'plain' ? 'without' : 'with'} a semaphore`, () => {
      const object = openProgram('attach');
      only(object, 'on_usdt');
      object.load();
      const path = join(__dirname, 'usdt-target');
      const run = () => execFileSync(path, ['13'], { encoding: 'utf8' });
      const link = object.programs.on_usdt!.attachUsdt({ path, provider: 'core_test', name: probe });
      assert.equal(run(), probe === 'guarded' ? 'on\n' : 'off\n');
      assert.equal(object.maps.hits.get(10), 13n);
      link.close();
      assert.equal(run(), 'off\n');
      assert.equal(object.maps.hits.get(10), 13n);
      object.close();
    });
  }

  it('perf event', async () => {
    const object = openProgram('attach');
    only(object, 'on_perf_event');
    object.load();
    object.programs.on_perf_event!.attachPerfEvent({ type: 1, config: 0n, sample: 99n, frequency: true, cpu: 0 });
    await until('a sample', () => object.maps.hits.get(11) > 0n);
    object.close();
  });

  it('cgroup', () => {
    const object = openProgram('attach');
    only(object, 'on_cgroup');
    object.load();
    object.programs.on_cgroup!.attachCgroup('/sys/fs/cgroup').close();
    assert.throws(() => object.programs.on_cgroup!.attachCgroup('/tmp'), /cannot attach to cgroup \/tmp: not a dir/);
    object.close();
  });

  it('xdp', () => {
    const object = openProgram('attach');
    only(object, 'on_xdp');
    object.load();
    object.programs.on_xdp!.attachXdp(1).close();
    assert.throws(() => object.programs.on_xdp!.attachXdp(4242), /interface 4242: /);
    object.close();
  });

  it('tc', async () => {
    const object = openProgram('attach');
    only(object, 'on_tc');
    object.load();
    const program = object.programs.on_tc!;
    const links = (['ingress', 'egress', 'egress'] as const).map((point) => program.attachTc(1, { point }));
    await sendToSelf(7);
    assert.equal(object.maps.hits.get(19), 21n);
    for (const link of links.slice(1)) link.close();
    await sendToSelf(3);
    assert.equal(object.maps.hits.get(19), 24n);
    const taken = { point: 'egress', handle: 5, priority: 11 } as const;
    links.push(program.attachTc(1, taken));
    assert.throws(
      () => program.attachTc(1, taken),
      /egress of interface 1: priority 11 has a filter of handle 5 already/,
    );
    assert.throws(() => readIterator(links[0]!), /tc ingress 1 is no iterator/);
    object.close();
    assert.equal(execFileSync('tc', ['filter', 'show', 'dev', 'lo', 'ingress'], { encoding: 'utf8' }), '');
    assert.equal(execFileSync('tc', ['filter', 'show', 'dev', 'lo', 'egress'], { encoding: 'utf8' }), '');
  });

  it('iterator', () => {
    const object = openProgram('attach');
    only(object, 'on_iterator');
    object.load();
    const link = object.programs.on_iterator!.attachIterator();
    assert.equal(readIterator(link).length, 0);
    assert.ok(object.maps.hits.get(16) > 20n, 'it ran once for each task');
    object.close();
  });

  it("iterator over a map's elements", () => {
    const object = openProgram('attach');
    only(object, 'on_elements');
    object.load();
    using map = createMap({ type: MapType.array, name: 'elements', keySize: 4, valueSize: 8, maxEntries: 11 });
    const link = object.programs.on_elements!.attachIterator(map);
    readIterator(link);
    assert.equal(object.maps.hits.get(18), 11n);
    object.close();
  });
});

describe('lifetime', () => {
  it('a link keeps its program running after the object is closed, and can be closed then', () => {
    const { object, hits } = loaded('on_kprobe');
    makeDirectories(1);
    assert.equal(hits(0), 0);
    const link = object.programs.on_kprobe!.attach();
    object.close();
    link.close();
    link.close();
    object.close();
  });

  it('no descriptors stay behind', () => {
    const before = openDescriptors();
    for (let i = 0; i < 3; i++) {
      const { object } = loaded('on_kprobe');
      object.attach();
      object.close();
    }
    assert.deepEqual(openDescriptors(), before);
  });

  it('features are found', () => {
    assert.equal(features.ringBuffer(), true);
    assert.equal(features.trampolines(), true);
    assert.equal(features.tracepoint('sched', 'sched_switch'), true);
    assert.equal(features.tracepoint('sched', 'sched_foo'), false);
    assert.equal(features.tracepointField('sched', 'sched_switch', 'next_comm'), true);
    assert.equal(features.kernelFunction('vfs_read'), true);
    const { functions, tracepoints } = features.typedTargets(
      ['vfs_read', 'vfs_foo', 'file_operations', 'do_sys_openat2'],
      ['sched_switch', 'sched_foo', 'vfs_read'],
    );
    assert.deepEqual([...functions], ['vfs_read', 'do_sys_openat2']);
    assert.deepEqual([...tracepoints], ['sched_switch']);
    assert.equal(features.kprobeMulti(), process.env.EXPECT_KPROBE_MULTI === '1');
  });
});
