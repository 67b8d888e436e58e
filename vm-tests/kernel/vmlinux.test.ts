import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { elfSection, extractVmlinux } from './vmlinux.ts';

test('a section of an ELF file is found by its name', () => {
  const elf = readFileSync('/bin/true');
  assert.match(elfSection(elf, '.interp')?.toString() ?? '', /^\/lib.*\/ld-linux.*\0$/);
});

test('a section that an ELF file does not have is undefined', () => {
  assert.equal(elfSection(readFileSync('/bin/true'), '.no-such-section'), undefined);
});

test('what is no ELF file is refused', () => {
  assert.throws(() => elfSection(Buffer.from('#!/bin/sh'), '.BTF'), /not a 64-bit little-endian ELF file/);
});

test('the kernel is found behind other data, with data behind it', () => {
  const kernel = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(11_000_000, 7)]);
  const image = Buffer.concat([Buffer.from('boot code \x1f\x8b\x08 no payload'), gzipSync(kernel), Buffer.alloc(100)]);
  assert.ok(extractVmlinux(image).equals(kernel));
});

test('an image without a kernel is refused', () => {
  assert.throws(() => extractVmlinux(Buffer.alloc(1000)), /cannot extract vmlinux/);
});
