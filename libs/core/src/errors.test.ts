import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attempt, BpfError } from './errors.ts';
import { loadError } from './load-error.ts';

const native = (code: string, errno: number, message: string) =>
  Object.assign(new Error(message), { code, errno, syscall: 'bpf_call' });

const thrower = (error: Error) => () => {
  throw error;
};

describe('attempt', () => {
  it('gives what it runs', () =>
    assert.equal(
      attempt('try', () => 5),
      5,
    ));

  it('says what was tried and why it failed', () => {
    const cause = native('ENOSPC', 28, 'No space left on device');
    assert.throws(() => attempt('attach x to y', thrower(cause)), {
      name: 'BpfError',
      message: 'cannot attach x to y: no space left on device',
      code: 'ENOSPC',
      errno: 28,
      syscall: 'bpf_call',
      cause,
    });
  });

  it('prefers the explanation of the call', () => {
    const error = native('E2BIG', 7, 'Argument list too long');
    assert.throws(() => attempt('write', thrower(error), ({ code }) => (code === 'E2BIG' ? 'it is full' : undefined)), {
      message: 'cannot write: it is full',
    });
  });

  it('passes other errors on', () => {
    const error = new TypeError('key must be a Uint8Array');
    assert.throws(() => attempt('read', thrower(error)), error);
  });

  it('explains once', () => {
    const inner = () => attempt('inner', thrower(native('EINVAL', 22, 'Invalid argument')));
    assert.throws(() => attempt('outer', inner), { message: 'cannot inner: invalid argument' });
  });
});

describe('loadError', () => {
  const error = native('EINVAL', 22, 'Invalid argument');
  const log = '0: (b7) r1 = 0\nR1 invalid mem access \x1b[2J\nprocessed 1 insns (limit 1000000)\n';

  it('quotes the verifier, escaped, and keeps its log', () => {
    const programs = [
      { name: 'good', log: '' },
      { name: 'bad', log },
    ] as never;
    const result = loadError('tool', error, ['prog bad: failed to load'], programs, '/some/btf');
    assert.ok(result instanceof BpfError);
    assert.equal(result.message, 'cannot load program bad: the verifier refused it: R1 invalid mem access \\x1b[2J');
    assert.equal(result.verifierLog, log);
  });

  it('quotes libbpf where the verifier was not asked', () => {
    const warnings = ["prog 'x': failed to find kernel BTF type ID of 'foo': -3 (ESRCH)", 'failed to load'];
    const result = loadError('tool', error, warnings, [], '/some/btf') as Error;
    assert.equal(result.message, "cannot load tool: prog 'x': failed to find kernel BTF type ID of 'foo'");
  });
});
