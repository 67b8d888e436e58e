/** The command line of QEMU for one guest. */
import { join } from 'node:path';

export interface DiskImage {
  /** Serial number, by which the guest finds it. */
  serial: string;
  path: string;
}

export interface Machine {
  vmlinux: string;
  initramfs: string;
  /** Read-only ext4 images of the root file system, uppermost layer first, the base last; a probe needs none. */
  layers: readonly DiskImage[];
  modulesImage: string;
  /** Empty disks that the guest may write to. */
  scratchDisks: readonly DiskImage[];
  cpus: number;
  memoryMb: number;
  numaNodes: number;
  accelerator: 'kvm' | 'tcg';
  /** Files (one per NUMA node) that back the guest's memory; `shared` writes the guest's changes back to them. */
  memory?: { path: string; shared: boolean };
  /** Holds the sockets, the console log and what the host shares with the guest. */
  directory: string;
  /** Directory of the host with the built tools. */
  toolsDirectory: string;
  /** Start without booting, to load a kept guest. */
  incoming?: boolean;
  /** Further words for the kernel command line. */
  kernelWords?: readonly string[];
}

/** Names of the files that QEMU and the host use in `Machine.directory`. */
export const machineFiles = {
  qmp: 'qmp.sock',
  shell: 'shell.sock',
  console: 'console.log',
  share: 'share',
} as const;

// Found by measurement, without hardware virtualisation: the boot takes half the time with these words, and programs
// start three times faster where they lie at the same addresses each time (norandmaps).
const quickBoot =
  'quiet loglevel=3 mitigations=off nokaslr tsc=reliable clocksource=tsc no_timer_check lpj=4000000 ' +
  'random.trust_cpu=on rcupdate.rcu_expedited=1 audit=0 apparmor=0 selinux=0 cryptomgr.notests 8250.nr_uarts=1 ' +
  'i8042.nokbd i8042.noaux edd=off nowatchdog norandmaps';

export function kernelCommandLine(machine: Pick<Machine, 'layers' | 'kernelWords'>): string {
  return [
    'console=ttyS0 panic=-1 rdinit=/init net.ifnames=0',
    'lsm=landlock,lockdown,yama,integrity,bpf',
    quickBoot,
    `bcc-ts.layers=${machine.layers.map((layer) => layer.serial).join(',')}`,
    ...(machine.kernelWords ?? []),
  ].join(' ');
}

export function qemuArguments(machine: Machine): string[] {
  const file = (name: keyof typeof machineFiles) => join(machine.directory, machineFiles[name]);
  return [
    ['-nodefaults', '-no-user-config', '-no-reboot'],
    ['-display', 'none'],
    ['-accel', machine.accelerator === 'kvm' ? 'kvm' : 'tcg,thread=multi'],
    ['-cpu', 'max,la57=off'],
    ['-smp', String(machine.cpus)],
    ['-m', String(machine.memoryMb)],
    memory(machine),
    ['-kernel', machine.vmlinux],
    ['-initrd', machine.initramfs],
    ['-append', kernelCommandLine(machine)],
    ['-chardev', `stdio,id=console,signal=off,logfile=${optionValue(file('console'))}`],
    ['-serial', 'chardev:console'],
    ['-qmp', `unix:${optionValue(file('qmp'))},server=on,wait=off`],
    // The order of the disks is their order in the guest: vda is the base, scratch disks start at vdb.
    ...machine.layers.slice(-1).map((image) => disk(image, true)),
    ...machine.scratchDisks.map((image) => disk(image, false)),
    ...machine.layers.slice(0, -1).map((image) => disk(image, true)),
    disk({ serial: 'modules', path: machine.modulesImage }, true),
    share('host', file('share'), false),
    share('tools', machine.toolsDirectory, true),
    ['-device', 'virtio-serial-pci'],
    ['-chardev', `socket,id=shell,path=${optionValue(file('shell'))},server=on,wait=off`],
    ['-device', 'virtconsole,chardev=shell'],
    machine.incoming ? ['-incoming', 'defer'] : [],
  ].flat();
}

function memory({ memory, memoryMb, numaNodes, cpus }: Machine): string[] {
  const nodes = Array.from({ length: numaNodes }, (_, index) => index);
  const backends = nodes.flatMap((node) => {
    const size = Math.floor(memoryMb / numaNodes);
    const file = memory && `,mem-path=${optionValue(`${memory.path}${node}`)},share=${memory.shared ? 'on' : 'off'}`;
    return ['-object', `memory-backend-${memory ? 'file' : 'ram'},id=ram${node},size=${size}M${file ?? ''}`];
  });
  if (numaNodes === 1) return [...backends, '-machine', 'q35,memory-backend=ram0'];
  const share = cpus / numaNodes;
  const cpuRange = (node: number) => `${Math.floor(node * share)}-${Math.floor((node + 1) * share) - 1}`;
  const numa = nodes.flatMap((node) => ['-numa', `node,nodeid=${node},memdev=ram${node},cpus=${cpuRange(node)}`]);
  return [...backends, '-machine', 'q35', ...numa];
}

function disk({ serial, path }: DiskImage, readOnly: boolean): string[] {
  const access = readOnly ? 'readonly=on' : 'cache=unsafe,discard=unmap';
  return [
    '-drive',
    `if=none,id=${serial},file=${optionValue(path)},format=raw,${access}`,
    '-device',
    `virtio-blk-pci,drive=${serial},serial=${serial}`,
  ];
}

function share(tag: string, path: string, readOnly: boolean): string[] {
  const access = readOnly ? ',readonly=on' : '';
  return [
    '-fsdev',
    `local,id=${tag},path=${optionValue(path)},security_model=none,multidevs=remap${access}`,
    '-device',
    `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
  ];
}

/** A comma inside a value of a QEMU option is written twice. */
function optionValue(value: string): string {
  return value.replaceAll(',', ',,');
}
