/** QEMU's control socket. */
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Reply {
  return?: unknown;
  error?: { desc: string };
}

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

  /** Connects to the socket at `path`, which QEMU may be about to create; gives up when `isAlive` says so. */
  static async open(path: string, isAlive: () => boolean): Promise<QmpConnection> {
    for (;;) {
      try {
        const socket = await connect(path);
        const connection = new QmpConnection(socket);
        await connection.execute('qmp_capabilities');
        return connection;
      } catch (error) {
        if (!isAlive()) throw new Error('QEMU ended before its control socket could be used', { cause: error });
        await sleep(5);
      }
    }
  }

  /** Runs one command, throws if QEMU reports an error. */
  execute(command: string, args?: Record<string, unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error(`QEMU has closed its control socket: cannot run ${command}`));
        return;
      }
      this.#waiting.push({ resolve, reject, command });
      this.#socket.write(`${JSON.stringify({ execute: command, ...(args ? { arguments: args } : {}) })}\n`);
    });
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
