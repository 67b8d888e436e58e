import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { BPF, getSyscallFnname, getUserFunctionsAndAddresses, type HashTable } from '../../src/index.ts';
import { makeDirectories } from './fixture.ts';
import { asking, askingFlags, registers } from './shared-texts.ts';

describe('registers', () => {
  interface Seen {
    call: bigint[];
    inner: bigint[];
    typed: bigint[];
    ip: bigint;
  }
  let b: BPF<{ seen: HashTable<number, Seen> }>;
  before(() => {
    b = new BPF({ text: registers });
    b.attachUprobe({ name: 'c', sym: 'syscall', fnName: 'on_call' });
    b.attachKprobe({ event: getSyscallFnname('process_vm_readv'), fnName: 'syscall__process_vm_readv' });
    const number = process.arch === 'arm64' ? 270 : 310;
    const call = `ctypes.CDLL(None).syscall(${number}, 1100, 12, 1300, 14, 1500, 16)`;
    execFileSync('python3', ['-c', `import ctypes; ${call}`]);
  });
  after(() => b?.close());
  const expected = [1100n, 12n, 1300n, 14n, 1500n, 16n];

  it('PT_REGS_PARM1 to 6 of a call', () => {
    const { call } = b.table('seen').get(1)!;
    assert.deepEqual(call, [BigInt(process.arch === 'arm64' ? 270 : 310), ...expected.slice(0, 5)]);
  });
  it('PT_REGS_IP', () => {
    const { address } = getUserFunctionsAndAddresses('c', 'syscall')[0]!;
    // The page it is mapped to changes, the place in it does not.
    assert.equal(b.table('seen').get(1)!.ip & 0xfffn, address & 0xfffn);
  });
  it('PT_REGS_SYSCALL_CTX and PT_REGS_PARM1_SYSCALL to 6', () => {
    assert.deepEqual(b.table('seen').get(2)!.inner, expected);
  });
  it('six typed parameters of syscall__NAME', () => {
    assert.deepEqual(b.table('seen').get(2)!.typed, expected);
  });
});

describe('what a program is told', () => {
  interface Facts {
    pid: number;
    tgid: number;
    result: number;
    limit: number;
    two: number;
    four: number;
    eight: bigint;
    back: number;
  }
  let facts: Facts | undefined;
  before(() => {
    const b = new BPF<{ namespaces: HashTable<number, bigint>; answers: HashTable<number, Facts> }>({
      text: asking,
      cflags: askingFlags,
    });
    const { dev, ino } = statSync('/proc/self/ns/pid', { bigint: true });
    b.table('namespaces').set(0, dev);
    b.table('namespaces').set(1, ino);
    makeDirectories(1);
    facts = b.table('answers').get(process.pid);
    b.close();
  });
  it('bpf_get_ns_current_pid_tgid', () => {
    assert.deepEqual([facts?.result, facts?.pid, facts?.tgid], [0, process.pid, process.pid]);
  });
  it('cflags', () => assert.equal(facts?.limit, 42));
  it('byte order', () => {
    assert.deepEqual([facts?.two, facts?.four, facts?.eight], [0x0201, 0x04030201, 0x0807060504030201n]);
    assert.equal(facts?.back, 77);
  });
});
