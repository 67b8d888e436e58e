/** What is in the guest's root file system: a base that every guest has, and layers that are stacked on it on demand. */

/** The Debian release of the guest's user space: the last one whose Python, Ruby and PHP carry USDT probes. */
export const userSpaceSuite = 'bookworm';

export const layerNames = ['languages', 'bcc', 'clang'] as const;

/**
 * - `languages`: PostgreSQL, MariaDB, Java, Ruby, PHP, for tools that trace them.
 * - `bcc`: BCC's own tools, libbpf-tools and bpftrace, to compare with.
 * - `clang`: the compiler, for programs that compile C where they run.
 */
export type LayerName = (typeof layerNames)[number];

export const basePackages: readonly string[] = [
  'bash coreutils util-linux procps psmisc kmod file time xz-utils strace libcap2-bin numactl',
  'iproute2 iputils-ping iperf3 netcat-openbsd curl openssl gnutls-bin rdmacm-utils ibverbs-providers',
  'e2fsprogs xfsprogs btrfs-progs nfs-kernel-server nfs-common mdadm fio stress-ng',
  'python3 gcc libc6-dev systemtap-sdt-dev binutils bpftool',
].flatMap((line) => line.split(' '));

/** `kernelRelease` is the one of Debian 12's kernel: BCC compiles against the headers of the kernel it runs on. */
export function layerPackages(layer: LayerName, kernelRelease: string): string[] {
  if (layer === 'languages') {
    return ['postgresql', 'mariadb-server', 'openjdk-17-jdk-headless', 'ruby', 'php-cli'];
  }
  if (layer === 'clang') return ['clang-14'];
  return ['bpfcc-tools', 'libbpf-tools', 'bpftrace', `linux-headers-${kernelRelease}`];
}

export function isLayerName(name: string): name is LayerName {
  return (layerNames as readonly string[]).includes(name);
}
