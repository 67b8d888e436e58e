import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BpfError } from '@bcc-ts/core';
import { explainRefusal, lastInstruction, lineOf } from './refusal.ts';

const log = [
  'func#0 @0',
  '0: R1=ctx() R10=fp0',
  '; struct task_struct *t = (void *)ctx->di; @ text:3',
  '0: (79) r1 = *(u64 *)(r1 +112)        ; R1_w=scalar()',
  '1: (61) r0 = *(u32 *)(r1 +4)',
  "R1 invalid mem access 'scalar'",
  'processed 2 insns (limit 1000000)',
].join('\n');

describe('a program the verifier refused', () => {
  test('is explained by the last instruction it looked at', () => {
    assert.deepEqual(lastInstruction(log), { index: 1, text: '1: (61) r0 = *(u32 *)(r1 +4)' });
    assert.deepEqual(
      lastInstruction('0: (79) r1 = *(u64 *)(r1 +112)        ; R1_w=scalar()')?.text,
      '0: (79) r1 = *(u64 *)(r1 +112)',
    );
    assert.equal(lastInstruction('no such thing'), undefined);
  });

  test('whose line of C is the last that begins at or before it', () => {
    const line = (instruction: number, number: number) => ({
      instruction,
      line: number,
      column: 1,
      file: 'text',
      text: '',
    });
    const lines = [line(0, 3), line(4, 0), line(5, 7)];
    assert.equal(lineOf(lines, 4)?.line, 3);
    assert.equal(lineOf(lines, 9)?.line, 7);
    assert.equal(lineOf([], 0), undefined);
  });

  test('gets advice, also where the object has no lines', () => {
    const facts = { code: 'EACCES', errno: 13, syscall: 'bpf', verifierLog: log, program: 'f' };
    const error = explainRefusal(
      new BpfError('cannot load program f: no', facts),
      new Uint8Array(),
      undefined,
    ) as BpfError;
    assert.match(error.message, /^cannot load program f: no\n {2}1: \(61\) r0 = .*\n {2}\(.*bpf_probe_read_kernel/);
    assert.equal(error.code, 'EACCES');
    assert.equal(error.verifierLog, log);
  });

  test('and other errors stay as they are', () => {
    const error = new Error('x');
    assert.equal(explainRefusal(error, new Uint8Array(), undefined), error);
  });
});
