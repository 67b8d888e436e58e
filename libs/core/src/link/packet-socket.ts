import { closeSync, readSync } from 'node:fs';
import { native } from '@bcc-ts/native';
import { attempt } from '../errors.ts';
import { waitForRecords } from '../system.ts';
import { interfaceExists } from './interface.ts';

/** More than any frame: the kernel joins segments up to 64 KiB. */
const FRAME_BYTES = 1 << 18;

/** Packets of a network interface that a socket filter lets through, from their link layer on. */
export class PacketSocket {
  /** Of the socket, which does not block. */
  readonly fd: number;
  readonly #buffer = Buffer.allocUnsafe(FRAME_BYTES);
  #lost = 0;
  #closed = false;

  /**
   * Nothing comes that the filter has not seen. What it returns is how many bytes of the packet are kept, 0 for none.
   *
   * @throws BpfError
   */
  constructor(program: { readonly fd: number }, ifindex: number) {
    this.fd = attempt(
      `open a packet socket on interface ${ifindex}`,
      () => native().openPacketSocket(ifindex, program.fd),
      ({ code, syscall }) => {
        if (code === 'EPERM' && syscall === 'socket') {
          return 'permission denied: CAP_NET_RAW missing (run it as root or with sudo)';
        }
        if (code === 'ENODEV' || code === 'ENXIO' || !interfaceExists(ifindex)) return 'no such interface';
        return code === 'EINVAL' && syscall === 'setsockopt' ? 'the program is no socket filter' : undefined;
      },
    );
  }

  /**
   * The next packet; waits for it, `timeoutMs` at most (-1: without end). Undefined after that, or when a signal came.
   *
   * @throws Error with the system's `code`: `ENETDOWN` when the interface went down.
   */
  receive(timeoutMs = 0): Buffer | undefined {
    if (this.#closed || !waitForRecords([this], timeoutMs)) return undefined;
    try {
      return Buffer.from(this.#buffer.subarray(0, readSync(this.fd, this.#buffer)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
      throw error;
    }
  }

  /** Packets that passed the filter and found no room in the socket. */
  get lost(): number {
    if (!this.#closed) this.#lost += native().packetsLost(this.fd);
    return this.#lost;
  }

  /** Closing twice is allowed. */
  close(): void {
    if (this.#closed) return;
    this.#lost = this.lost;
    this.#closed = true;
    closeSync(this.fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
