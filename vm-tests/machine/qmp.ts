/** QEMU's control socket. */
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Reply {
  return?: unknown;
  error?: { desc: string };
}

/** QEMU answers at once; what takes longer goes on by itself after the answer. */
const answerMs = 60_000;

/** One connection; commands are answered in order. Close it with `close()`. */
export class QmpConnection implements Disposable {
  #socket: Socket;
  #waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void; command: string }[] = [];
  #buffer = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk.toString()));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      for (const { reject, command } of this.#waiting.splice(0)) {
        reject(new Error(`QEMU closed its control socket during ${command}`));
      }
    });
  }

  /** Connects to the socket at `path`, which QEMU may be about to create; gives up when `isAlive` says so, or after a minute. */
  static async open(path: string, isAlive: () => boolean): Promise<QmpConnection> {
    const deadline = performance.now() + answerMs;
    for (;;) {
      try {
        const socket = await connect(path);
        const connection = new QmpConnection(socket);
        await connection.execute('qmp_capabilities');
        return connection;
      } catch (error) {
        if (!isAlive()) throw new Error('QEMU ended before its control socket could be used', { cause: error });
        if (performance.now() > deadline) {
          throw new Error(`QEMU's control socket cannot be used after ${answerMs / 1000} s`, { cause: error });
        }
        await sleep(5);
      }
    }
  }

  /** Runs one command, throws if QEMU reports an error or does not answer. */
  async execute(command: string, args?: Record<string, unknown>, timeoutMs = answerMs): Promise<unknown> {
    if (this.#closed) throw new Error(`QEMU has closed its control socket: cannot run ${command}`);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const over = () => reject(new Error(`QEMU has not answered ${command} within ${timeoutMs / 1000} s`));
    const timer = setTimeout(over, timeoutMs);
    this.#waiting.push({ resolve, reject, command });
    this.#socket.write(`${JSON.stringify({ execute: command, ...(args ? { arguments: args } : {}) })}\n`);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #receive(text: string) {
    const lines = (this.#buffer + text).split('\n');
    this.#buffer = lines.pop() ?? '';
    for (const line of lines) {
      const reply = JSON.parse(line) as Reply;
      if (!('return' in reply) && !reply.error) continue;
      const waiting = this.#waiting.shift();
      if (reply.error) waiting?.reject(new Error(`QEMU refused ${waiting.command}: ${reply.error.desc}`));
      else waiting?.resolve(reply.return);
    }
  }
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => resolve(socket));
    socket.once('error', reject);
  });
}
