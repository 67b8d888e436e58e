import { isIPv4, isIPv6 } from 'node:net';

/** Bytes of an address; IPv4 is mapped into IPv6, as `::ffff:a.b.c.d`. */
export const ADDRESS_BYTES = 16;
const MAPPED_PREFIX = Buffer.from('00000000000000000000ffff', 'hex');

/** Whether 16 bytes hold a mapped IPv4 address. */
export function isMappedIpv4(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, MAPPED_PREFIX.length), MAPPED_PREFIX) === 0;
}

/**
 * An address as text: `192.0.2.1` for 4 bytes and for a mapped address, otherwise the shortest form of IPv6 (RFC 5952).
 */
export function inetAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (isMappedIpv4(bytes)) return bytes.subarray(MAPPED_PREFIX.length).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[2 * index]! << 8) | bytes[2 * index + 1]!);
  const { start, length } = longestZeros(groups);
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** The 16 bytes of an address given as text, or undefined. */
export function inetAddressBytes(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.concat([MAPPED_PREFIX, Buffer.from(text.split('.').map(Number))]);
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const plain = dotted ? `${dotted[1]}${groupsOfIpv4(dotted[2]!)}` : text;
  const [before = '', after] = plain.split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === undefined || after === '' ? [] : after.split(':');
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function groupsOfIpv4(text: string): string {
  const hex = Buffer.from(text.split('.').map(Number)).toString('hex');
  return `${hex.slice(0, 4)}:${hex.slice(4)}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
