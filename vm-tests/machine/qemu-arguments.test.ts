import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelCommandLine, type Machine, qemuArguments } from './qemu-arguments.ts';

const machine: Machine = {
  vmlinux: '/k/vmlinux',
  initramfs: '/k/initramfs.cpio',
  layers: [
    { serial: 'languages', path: '/i/languages.img' },
    { serial: 'base', path: '/i/base.img' },
  ],
  modulesImage: '/k/modules.img',
  scratchDisks: [{ serial: 'scratch0', path: '/t/a,b.img' }],
  cpus: 4,
  memoryMb: 1024,
  numaNodes: 1,
  accelerator: 'tcg',
  directory: '/t',
  toolsDirectory: '/dist/tools',
};

function option(args: readonly string[], name: string): string[] {
  return args.flatMap((word, index) => (word === name ? [args[index + 1] ?? ''] : []));
}

test('the base is the first disk and scratch disks come next, so that they are vda and vdb', () => {
  const disks = option(qemuArguments(machine), '-drive').map((drive) => drive.match(/id=(\w+)/)?.[1]);
  assert.deepEqual(disks, ['base', 'scratch0', 'languages', 'modules']);
});

test('only scratch disks can be written to', () => {
  for (const drive of option(qemuArguments(machine), '-drive')) {
    assert.equal(/readonly=on/.test(drive), !/id=scratch/.test(drive), drive);
  }
});

test('a comma in a file name is no end of a value', () => {
  assert.ok(option(qemuArguments(machine), '-drive').some((drive) => drive.includes('file=/t/a,,b.img,')));
});

test('cpus, memory and accelerator are passed on', () => {
  const args = qemuArguments(machine);
  assert.deepEqual(option(args, '-smp'), ['4']);
  assert.deepEqual(option(args, '-m'), ['1024']);
  assert.deepEqual(option(args, '-accel'), ['tcg,thread=multi']);
  assert.deepEqual(option(qemuArguments({ ...machine, accelerator: 'kvm' }), '-accel'), ['kvm']);
});

test('the memory of a guest to keep is shared with its file, that of a restored guest is not', () => {
  for (const shared of [true, false]) {
    const args = qemuArguments({ ...machine, memory: { path: '/m', shared } });
    const [backend] = option(args, '-object');
    assert.equal(backend, `memory-backend-file,id=ram0,size=1024M,mem-path=/m0,share=${shared ? 'on' : 'off'}`);
    assert.deepEqual(option(args, '-machine'), ['q35,memory-backend=ram0']);
  }
});

test('NUMA nodes share memory and CPUs evenly', () => {
  const args = qemuArguments({ ...machine, numaNodes: 2 });
  assert.deepEqual(option(args, '-object'), [
    'memory-backend-ram,id=ram0,size=512M',
    'memory-backend-ram,id=ram1,size=512M',
  ]);
  assert.deepEqual(option(args, '-numa'), ['node,nodeid=0,memdev=ram0,cpus=0-1', 'node,nodeid=1,memdev=ram1,cpus=2-3']);
});

test('the machine of a restored guest is the one that was kept', () => {
  const kept = qemuArguments({ ...machine, memory: { path: '/m', shared: true } });
  const restored = qemuArguments({ ...machine, memory: { path: '/m', shared: false }, incoming: true });
  const comparable = (args: string[]) =>
    args.join(' ').replace('share=off', 'share=on').replace(' -incoming defer', '');
  assert.equal(comparable(restored), comparable(kept));
});

test('the kernel command line names the layers, uppermost first, and has BPF among the security modules', () => {
  const words = kernelCommandLine(machine).split(' ');
  assert.ok(words.includes('bcc-ts.layers=languages,base'));
  assert.match(words.find((word) => word.startsWith('lsm=')) ?? '', /\bbpf\b/);
  assert.ok(kernelCommandLine({ layers: [], kernelWords: ['more'] }).endsWith(' more'));
});
