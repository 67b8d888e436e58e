import { Text } from '@bcc-ts/core';
import { inetAddress } from './inet-address.ts';

/** What a DNS server answered. */
export interface DnsAnswer {
  /** The name that was asked for, without the dot at its end; a dot inside a label has a backslash before it. */
  name: Text;
  /** Addresses in the answer, whatever aliases lead to them. */
  addresses: string[];
}

const HEADER = 12;
const RESPONSE = 0x80;
const POINTER = 0xc0;
const TYPE_A = 1;
const TYPE_AAAA = 28;
/** A name has at most 255 bytes, so at most 127 labels; more jumps than that are a loop. */
const MOST_LABELS = 128;
const MOST_NAME_BYTES = 255;
const DOT = 0x2e;
const BACKSLASH = 0x5c;

/**
 * Reads a DNS message with one question. Undefined when it is no answer with addresses. Nothing in it is trusted: of a
 * message that ends early or makes no sense, what comes before is used.
 */
export function dnsAnswer(message: Uint8Array): DnsAnswer | undefined {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  if (bytes.length < HEADER || !(bytes[2]! & RESPONSE) || bytes.readUInt16BE(4) !== 1) return undefined;
  const question = readName(bytes, HEADER);
  if (!question) return undefined;
  const addresses: string[] = [];
  let at = question.end + 4;
  for (let left = bytes.readUInt16BE(6); left > 0; left--) {
    const owner = readName(bytes, at);
    if (!owner || owner.end + 10 > bytes.length) break;
    const type = bytes.readUInt16BE(owner.end);
    const start = owner.end + 10;
    const length = bytes.readUInt16BE(owner.end + 8);
    if (start + length > bytes.length) break;
    if ((type === TYPE_A && length === 4) || (type === TYPE_AAAA && length === 16)) {
      addresses.push(inetAddress(bytes.subarray(start, start + length)));
    }
    at = start + length;
  }
  return addresses.length > 0 ? { name: question.name, addresses } : undefined;
}

/** The name at an offset, and where what follows it begins. */
function readName(bytes: Buffer, offset: number): { name: Text; end: number } | undefined {
  const name: number[] = [];
  let at = offset;
  let end: number | undefined;
  for (let step = 0; step < MOST_LABELS; step++) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length === 0) return { name: Text.from(Uint8Array.from(name)), end: end ?? at + 1 };
    if ((length & POINTER) === POINTER) {
      if (at + 1 >= bytes.length) return undefined;
      end ??= at + 2;
      at = bytes.readUInt16BE(at) & 0x3fff;
      continue;
    }
    if (length & POINTER || at + 1 + length > bytes.length || name.length + length > MOST_NAME_BYTES) return undefined;
    if (name.length > 0) name.push(DOT);
    for (const byte of bytes.subarray(at + 1, at + 1 + length)) {
      if (byte === DOT || byte === BACKSLASH) name.push(BACKSLASH);
      name.push(byte);
    }
    at += 1 + length;
  }
  return undefined;
}

const MOST_NAMES = 10_240;
const DAY_NS = 86_400_000_000_000n;
const NS_PER_MS = 1e6;
/** Older answers are shown with their age. */
const RECENT_MS = 100;
const LOCAL = ['127.0.0.1', '::1'];

/** Names by the addresses they were resolved to, last answer first, each network namespace for itself. */
export class DnsCache {
  readonly #names = new Map<string, { name: Text; timeNs: bigint }>();
  readonly #limit: number;

  constructor(limit = MOST_NAMES) {
    this.#limit = limit;
  }

  /** Remembers the addresses of a DNS message that came at `timeNs`. */
  learn(netns: number, message: Uint8Array, timeNs: bigint): void {
    const answer = dnsAnswer(message);
    if (!answer) return;
    for (const address of answer.addresses) {
      const key = `${netns} ${address}`;
      this.#names.delete(key);
      this.#names.set(key, { name: answer.name, timeNs });
    }
    for (const oldest of this.#names.keys()) {
      if (this.#names.size <= this.#limit) break;
      this.#names.delete(oldest);
    }
  }

  /** The name of an address, and how long ago it was resolved, if that was within a day. */
  find(netns: number, address: string, nowNs: bigint): DnsName | undefined {
    const known = this.#names.get(`${netns} ${address}`);
    if (!known || nowNs - known.timeNs > DAY_NS) return undefined;
    return { name: known.name, ageMs: Number(nowNs - known.timeNs) / NS_PER_MS };
  }
}

/** What an address was resolved from. */
export interface DnsName {
  name: Text;
  ageMs: number;
}

/** A name that was found, or not, for a column: with its age where it is not recent. */
export function dnsNameInWords(address: string, found: DnsName | undefined): string {
  if (LOCAL.includes(address)) return 'localhost';
  if (!found) return 'No DNS Query';
  return found.name.escaped() + (found.ageMs > RECENT_MS ? ` (${found.ageMs.toFixed(3)}ms)` : '');
}
