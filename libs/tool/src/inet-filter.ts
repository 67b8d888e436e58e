import { statSync } from 'node:fs';
import { ADDRESS_BYTES, inetAddressBytes, isMappedIpv4 } from './inet-address.ts';
import { integerIn, listOf } from './option-parsers.ts';
import type { OptionSpecs } from './option-spec.ts';
import { ToolError, UsageError } from './usage-error.ts';

/** A port list, as `80,443`. */
export const portsOption = { type: 'string', placeholder: 'PORTS', parse: listOf(integerIn(1, 65535)) } as const;

/** Options that tools with connections share, to be spread; the filters run in the kernel. */
export const inetOptions = {
  ipv4: { alias: '4', type: 'boolean', conflicts: ['ipv6'], describe: 'only IPv4' },
  ipv6: { alias: '6', type: 'boolean', describe: 'only IPv6' },
  address: {
    type: 'string',
    placeholder: 'ADDRESS[/BITS]',
    parse: network,
    describe: 'only this remote address, or network',
  },
  netns: {
    type: 'string',
    placeholder: 'NAME',
    parse: networkNamespace,
    describe: 'only this network namespace: a name of ip-netns(8), a path such as /proc/PID/ns/net, or an inode number',
  },
} as const satisfies OptionSpecs;

/** The variables of inet-socket.bpf.h. */
export interface InetFilterVariables {
  only_version: number;
  local_ports: readonly number[];
  remote_ports: readonly number[];
  remote_network: readonly bigint[];
  remote_mask: readonly bigint[];
  target_netns: number;
}

export interface InetFilter {
  ipv4?: boolean;
  ipv6?: boolean;
  address?: Network | undefined;
  netns?: number | undefined;
  localPorts?: readonly number[] | undefined;
  remotePorts?: readonly number[] | undefined;
}

/** Sets the filters of a program that includes inet-socket.bpf.h. Before load. @throws UsageError for too many ports. */
export function applyInetFilter(rodata: InetFilterVariables, filter: InetFilter): void {
  rodata.only_version = filter.ipv4 ? 4 : filter.ipv6 ? 6 : 0;
  rodata.local_ports = fixedList(filter.localPorts, rodata.local_ports.length);
  rodata.remote_ports = fixedList(filter.remotePorts, rodata.remote_ports.length);
  rodata.target_netns = filter.netns ?? 0;
  if (filter.address) {
    rodata.remote_network = filter.address.network;
    rodata.remote_mask = filter.address.mask;
  }
}

function fixedList(ports: readonly number[] = [], length: number): number[] {
  if (ports.length > length) throw new UsageError(`${ports.length} ports are too many, the most is ${length}`);
  return Array.from({ length }, (_, index) => ports[index] ?? 0);
}

/** An address under a mask, as two numbers in the byte order of memory. */
export interface Network {
  network: readonly bigint[];
  mask: readonly bigint[];
}

/** Parses `192.0.2.0/24` or `2001:db8::1`. */
export function network(text: string): Network {
  const [, address = '', length] = /^([^/]*)(?:\/(\d+))?$/.exec(text) ?? [];
  const bytes = inetAddressBytes(address);
  if (!bytes) throw new UsageError(`'${text}' is not an address or network`);
  const family = isMappedIpv4(bytes) && !address.includes(':') ? 32 : 128;
  const bits = length === undefined ? family : Number(length);
  if (bits > family) throw new UsageError(`/${bits} is too long, the most is /${family}`);
  const mask = Buffer.alloc(ADDRESS_BYTES);
  for (let bit = 0; bit < 128 - family + bits; bit++) mask[bit >> 3]! |= 0x80 >> (bit & 7);
  return { network: words(bytes.map((byte, index) => byte & mask[index]!)), mask: words(mask) };
}

/** Both architectures are little-endian. */
function words(bytes: Uint8Array): bigint[] {
  const buffer = Buffer.from(bytes);
  return [buffer.readBigUInt64LE(0), buffer.readBigUInt64LE(8)];
}

/** The inode number of a network namespace. */
export function networkNamespace(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const path = text.includes('/') ? text : `/run/netns/${text}`;
  try {
    return statSync(path).ino;
  } catch {
    throw new ToolError(`no network namespace ${text} (try: ip netns list)`);
  }
}
