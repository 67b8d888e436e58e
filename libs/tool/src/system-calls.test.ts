import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorName, errorNumber } from './error-names.ts';
import { SystemCalls } from './system-calls.ts';

test('the same number is another call by another way', () => {
  const calls = new SystemCalls('x64');
  assert.deepEqual(calls.abis, ['x86_64', 'ia32', 'x32']);
  assert.deepEqual(
    calls.abis.map((_, abi) => calls.name(abi, 11)),
    ['munmap', 'execve', 'munmap'],
  );
  assert.deepEqual(
    [calls.name(0, 39), calls.name(1, 20), calls.name(2, 520), calls.name(0, 424)],
    ['getpid', 'getpid', 'execve', 'pidfd_send_signal'],
  );
  assert.equal(calls.name(0, 100_000), undefined);
  assert.equal(calls.name(3, 0), undefined);
});

test('arm64 has numbers of its own', () => {
  const calls = new SystemCalls('arm64');
  assert.deepEqual([calls.name(0, 221), calls.name(0, 63), calls.name(1, 3)], ['execve', 'read', 'read']);
  assert.deepEqual(calls.numbers('openat2'), [
    { abi: 0, number: 437 },
    { abi: 1, number: 437 },
  ]);
});

test('names are listed once', () => {
  const names = new SystemCalls('x64').names();
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.includes('mmap2') && names.includes('openat') && names.length > 400);
  assert.deepEqual(new SystemCalls('x64').numbers('nothing'), []);
});

test('a call has a label, whatever its number', () => {
  const calls = new SystemCalls('x64');
  assert.throws(() => calls.parseNames('read,nothing'), /no such system call 'nothing'/);
  assert.deepEqual(
    [calls.label(0, 0), calls.label(1, 3), calls.label(2, 1023)],
    ['read', 'read (ia32)', '[unknown: 1023] (x32)'],
  );
});

test('errors go by name or number', () => {
  assert.deepEqual(['ENOENT', 'enoent', '2', '-2', 'EWOULDBLOCK'].map(errorNumber), [2, 2, 2, 2, 11]);
  assert.deepEqual(
    [errorName(11), errorName(133), errorName(512), errorName(4000)],
    ['EAGAIN', 'EHWPOISON', 'ERESTARTSYS', undefined],
  );
  for (const bad of ['ENONSENSE', '0', '4096', '']) assert.throws(() => errorNumber(bad), /error/);
});

test('the tables say where they are from', () => {
  for (const file of ['syscall-numbers', 'error-numbers']) {
    assert.match(
      readFileSync(new URL(`${file}.ts`, import.meta.url), 'utf8'),
      /^\/\/ Made by .* linux-libc-dev [\d.]+/,
    );
  }
});
