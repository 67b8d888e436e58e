/** `enum` of TCP connection states, by number. */
export const tcpState: Readonly<Record<number, string>> = {
  1: 'ESTABLISHED',
  2: 'SYN_SENT',
  3: 'SYN_RECV',
  4: 'FIN_WAIT1',
  5: 'FIN_WAIT2',
  6: 'TIME_WAIT',
  7: 'CLOSE',
  8: 'CLOSE_WAIT',
  9: 'LAST_ACK',
  10: 'LISTEN',
  11: 'CLOSING',
  12: 'NEW_SYN_RECV',
};

/** Bits of a TCP header's flags. */
export const TcpFlag = {
  FIN: 0x01,
  SYN: 0x02,
  RST: 0x04,
  PSH: 0x08,
  ACK: 0x10,
  URG: 0x20,
  ECE: 0x40,
  CWR: 0x80,
} as const;

/** Name of a TCP state, `UNKNOWN (n)` for a number that is none. */
export function tcpStateToString(state: number): string {
  return tcpState[state] ?? `UNKNOWN (${state})`;
}

/** Names of the flags that are set, from the lowest bit on: `SYN|ACK`. */
export function tcpFlagsToString(flags: number): string {
  return Object.entries(TcpFlag)
    .filter(([, bit]) => flags & bit)
    .map(([name]) => name)
    .join('|');
}
