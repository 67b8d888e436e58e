import { statfsSync, statSync } from 'node:fs';
import { ADDRESS_BYTES, inetAddressBytes, isMappedIpv4 } from './inet-address.ts';
import { integerIn, listOf } from './option-parsers.ts';
import type { OptionSpecs } from './option-spec.ts';
import { ToolError, UsageError } from './usage-error.ts';

/** A port list, as `80,443`, for programs that include inet-socket.bpf.h. */
const portsOption = { type: 'string', placeholder: 'PORTS', parse: listOf(integerIn(1, 65535)) } as const;

export const localPortsOption = {
  ...portsOption,
  describe: 'only these local ports, separated by commas',
  sets: (ports: number[]) => ({ local_ports: ports }),
} as const;

export const remotePortsOption = {
  ...portsOption,
  describe: 'only these remote ports, separated by commas',
  sets: (ports: number[]) => ({ remote_ports: ports }),
} as const;

/** Options of tools whose programs include inet-socket.bpf.h, to be spread. */
export const inetOptions = {
  ipv4: {
    alias: '4',
    type: 'boolean',
    conflicts: ['ipv6'],
    describe: 'only IPv4',
    sets: () => ({ only_version: 4 }),
  },
  ipv6: { alias: '6', type: 'boolean', describe: 'only IPv6', sets: () => ({ only_version: 6 }) },
  address: {
    type: 'string',
    placeholder: 'ADDRESS[/BITS]',
    parse: network,
    conflicts: otherFamily,
    describe: 'only this remote address, or network',
    sets: ({ network, mask }: Network) => ({ remote_network: network, remote_mask: mask }),
  },
  netns: {
    type: 'string',
    placeholder: 'NAME',
    parse: networkNamespace,
    describe: 'only this network namespace: a name of ip-netns(8), a path such as /proc/PID/ns/net, or an inode number',
    sets: (target_netns: number) => ({ target_netns }),
  },
} as const satisfies OptionSpecs;

/** An address under a mask, as two numbers in the byte order of memory. */
export interface Network {
  network: bigint[];
  mask: bigint[];
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

/** The option with which nothing is in the network. */
function otherFamily({ network, mask }: Network): readonly string[] {
  const [high, low] = words(MAPPED_IPV4) as [bigint, bigint];
  const hasIpv4 = network[0] === (high & mask[0]!) && (network[1]! & IPV4_PREFIX) === (low & mask[1]! & IPV4_PREFIX);
  if (!hasIpv4) return ['ipv4'];
  return (mask[1]! & IPV4_PREFIX) === IPV4_PREFIX ? ['ipv6'] : [];
}

/** `::ffff:0:0`, and what of its second half is the same in all IPv4 addresses. */
const MAPPED_IPV4 = inetAddressBytes('::ffff:0.0.0.0')!;
const IPV4_PREFIX = 0xffffffffn;

/** Both architectures are little-endian. */
function words(bytes: Uint8Array): bigint[] {
  const buffer = Buffer.from(bytes);
  return [buffer.readBigUInt64LE(0), buffer.readBigUInt64LE(8)];
}

/** The type of the file system that namespaces are files of. */
const NSFS_MAGIC = 0x6e736673;

/** The inode number of a network namespace. */
export function networkNamespace(text: string): number {
  if (/^\d+$/.test(text)) return integerIn(1, 0xffffffff)(text);
  const path = text.includes('/') ? text : `/run/netns/${text}`;
  try {
    if (statfsSync(path).type === NSFS_MAGIC) return statSync(path).ino;
  } catch {
    // Is said below.
  }
  throw new ToolError(`no network namespace ${text} (try: ip netns list)`);
}
