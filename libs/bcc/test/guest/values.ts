import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { release } from 'node:os';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { unprintable } from '../../src/front-end/printk-format.ts';
import { type ArrayTable, BPF, type HashTable, ProgType } from '../../src/index.ts';
import { chains, listener, numbers, printing, printkFormats } from './value-texts.ts';

describe('values', () => {
  it('pointers followed from a task and a directory', () => {
    interface Tables {
      asked: ArrayTable<{ pid: number; fd: number }>;
      answers: HashTable<number, unknown>;
    }
    using b = new BPF<Tables>({ text: chains });
    const folder = mkdtempSync('/tmp/values-');
    const fd = openSync('/etc/passwd', 'r');
    try {
      chownSync(folder, 4242, 17);
      b.table('asked').set(0, { pid: process.pid, fd });
      mkdirSync(join(folder, 'made-here'), 0o711);
      const stat = readFileSync('/proc/self/stat', 'latin1')
        .replace(/^.*\) /, '')
        .split(' ');
      const limits = readFileSync('/proc/self/limits', 'latin1');
      assert.deepEqual(b.table('answers').get(0), {
        name: 'made-here',
        parent: basename(folder),
        program: basename(process.execPath),
        directory: BigInt(statSync(folder).ino),
        inode: BigInt(fstatSync(fd).ino),
        namespace: BigInt(/\d+/.exec(readlinkSync('/proc/self/ns/pid_for_children'))![0]),
        arguments: BigInt(readFileSync('/proc/self/cmdline').length),
        limit: BigInt(/^Max open files +(\d+)/m.exec(limits)![1]!),
        ppid: process.ppid,
        pid: process.pid,
        threads: readdirSync('/proc/self/task').length,
        uid: process.getuid!(),
        session: Number(stat[3]),
        mode: 0o711,
        owner: (4242 << 16) | 17,
        kind: 0b1011,
      });
    } finally {
      closeSync(fd);
      rmSync(folder, { recursive: true });
    }
  });

  it('bit fields, unions and arrays of a socket', () => {
    using b = new BPF<{ answers: HashTable<number, unknown> }>({ text: listener });
    const listening = (options: string, address: string, port: number, backlog: number) =>
      `s = socket.socket(socket.AF_INET6); ${options}; s.bind(("${address}", ${port})); s.listen(${backlog}); s.close()`;
    const option = (level: string, name: string, value: number) =>
      `s.setsockopt(socket.${level}, socket.${name}, ${value})`;
    const all = [option('IPPROTO_IPV6', 'IPV6_V6ONLY', 1), option('SOL_SOCKET', 'SO_REUSEADDR', 1)];
    execFileSync('python3', [
      '-c',
      [
        'import socket',
        listening(all.join('; '), '::1', 7321, 13),
        listening(
          `${option('IPPROTO_IPV6', 'IPV6_V6ONLY', 0)}; ${option('SOL_SOCKET', 'SO_REUSEPORT', 1)}`,
          '::',
          7322,
          17,
        ),
      ].join('\n'),
    ]);
    const tcp = { family: 10, type: 1, protocol: 6 };
    assert.deepEqual(b.table('answers').get(7321), {
      ...{ ...tcp, only6: 1, reuse: 1, reuseport: 0, backlog: 13 },
      ...{ local: 1, any: 0, words: [0, 0, 0, 1], last: 1 },
    });
    assert.deepEqual(b.table('answers').get(7322), {
      ...{ ...tcp, only6: 0, reuse: 0, reuseport: 1, backlog: 17 },
      ...{ local: 0, any: 1, words: [0, 0, 0, 0], last: 0 },
    });
  });

  it("the kernel's functions on numbers", () => {
    using b = new BPF<{ results: ArrayTable<bigint> }>({ text: numbers });
    b.loadFunc('on_packet', ProgType.XDP).testRun({ data: new Uint8Array(64) });
    assert.deepEqual(b.table('results').values(), [
      // The examples of the hash's author.
      ...[0x17770551n, 0xcd628161n, 1n, 1n],
      ...[0x61c88647n, 0x61c88646n, 12n, 41n],
      ...[0xfffffffffffffffdn, 3n, (300n & 0xffn) | (259n << 8n) | (256n << 12n), 8999n],
      ...[3n, 1000n, 1n, 9n],
    ]);
  });

  it('formats that print nothing are those warned of', () => {
    using b = new BPF<{ returned: ArrayTable<bigint> }>({ text: printing });
    const [major = 0, minor = 0] = release().split('.').map(Number);
    const limited = major * 100 + minor < 513;
    rmSync(mkdtempSync('/tmp/values-'), { recursive: true });
    const silent = printkFormats.filter((_, index) => b.table('returned').get(index)! < 0n);
    const warned = printkFormats.filter((format) => unprintable([`"${format}"`], limited));
    assert.deepEqual(silent, warned);
    assert.ok(warned.length >= 10 && printkFormats.length - warned.length >= 10);
  });
});
