import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StackFrames } from './stack-frames.ts';

const names = (kept: bigint[], caller?: bigint): string[] => {
  const name = (address: bigint) => ({ address, name: `f${address.toString(16)}`, offset: 1n, module: 'm' });
  const symbols = { kernel: name, user: (_pid: number, address: bigint) => name(address), close() {} };
  const map = { maxEntries: 1, depth: 9, get: () => kept, delete: () => true };
  const frames = new StackFrames([map, map], symbols);
  const stack = { id: 1, pid: 2, ...(caller !== undefined && { caller }) };
  return (frames.of(stack) ?? []).map((frame) => String(frame.name));
};

test('a caller takes the place of the function that a stack begins in', () => {
  assert.deepEqual(names([0x10n, 0x30n]), ['f10', 'f30']);
  assert.deepEqual(names([0x10n, 0x30n], 0n), ['f10', 'f30']);
  assert.deepEqual(names([0x10n, 0x30n], 0x20n), ['f20', 'f30']);
});

test('a caller that the kernel has found as well stands there once', () => {
  assert.deepEqual(names([0x10n, 0x20n, 0x30n], 0x20n), ['f20', 'f30']);
});
