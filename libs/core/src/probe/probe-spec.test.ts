import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namePattern } from './name-pattern.ts';
import { ProbeError, parseProbeSpec } from './probe-spec.ts';

describe('probe specifications', () => {
  for (const [text, spec] of [
    ['vfs_read', { kind: 'kernel', pattern: 'vfs_read' }],
    ['vfs_*', { kind: 'kernel', pattern: 'vfs_*' }],
    ['p::tcp_*', { kind: 'kernel', pattern: 'tcp_*' }],
    [':vfs_read', { kind: 'kernel', pattern: 'vfs_read' }],
    ['c:malloc', { kind: 'user', library: 'c', pattern: 'malloc' }],
    ['./test:read*', { kind: 'user', library: './test', pattern: 'read*' }],
    ['p:bash:rl_*', { kind: 'user', library: 'bash', pattern: 'rl_*' }],
    ['t:block:*', { kind: 'tracepoint', category: 'block', pattern: '*' }],
    ['u:pthread:*mutex*', { kind: 'usdt', library: 'pthread', pattern: '*mutex*' }],
    ['u:python3:python:gc__*', { kind: 'usdt', library: 'python3', provider: 'python', pattern: 'gc__*' }],
  ] as const) {
    it(`reads ${text}`, () => assert.deepEqual(parseProbeSpec(text), spec));
  }

  for (const [text, message] of [
    ['r:c:malloc', /type 'r' is none of p/],
    ['a:b:c:d', /too many components, it has 4 of at most 3/],
    ['u:a:b:c:d', /too many components, it has 5 of at most 4/],
    ['', /it names nothing/],
    ['c:', /it names nothing/],
    ['t::x', /the category of the tracepoint is missing/],
    ['u::x', /the file is missing/],
    ['p\x1b[2J:x:y', /type 'p\\x1b\[2J' is none/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => parseProbeSpec(text),
        (error: Error) => {
          assert.ok(error instanceof ProbeError);
          assert.match(error.message, message);
          return true;
        },
      ));
  }
});

describe('name patterns', () => {
  for (const [text, options, yes, no] of [
    ['vfs_read', {}, ['vfs_read'], ['vfs_readv', 'xvfs_read']],
    ['vfs_*', {}, ['vfs_read', 'vfs_'], ['do_vfs_read']],
    ['*_read', {}, ['vfs_read', 'x_y_read'], ['vfs_readv']],
    ['vfs_rea?', {}, ['vfs_read'], ['vfs_rea', 'vfs_reads']],
    ['vfs_[rw]*', {}, ['vfs_read', 'vfs_write'], ['vfs_open']],
    ['vfs_[!rw]*', {}, ['vfs_open'], ['vfs_read']],
    ['vfs_[^rw]*', {}, ['vfs_open'], ['vfs_read']],
    ['a.b', {}, ['a.b'], ['axb']],
    ['a[b', {}, ['a[b'], ['ab']],
    ['a+(b)*', {}, ['a+(b)', 'a+(b)c'], ['aab']],
    ['^vfs', { regexp: true }, [], ['vfs_read']],
    ['^vfs.*', { regexp: true }, ['vfs_read'], ['xvfs']],
    ['vfs_(read|write)', { regexp: true }, ['vfs_read', 'vfs_write'], ['vfs_readv']],
    ['(read|write)$', { regexp: true, open: true }, ['read'], ['readv', 'pread']],
    ['rea', { regexp: true, open: true }, ['read', 'rea'], ['pread']],
    ['read', { open: true }, ['read'], ['readv']],
  ] as const) {
    it(`${text} ${JSON.stringify(options)}`, () => {
      const pattern = namePattern(text, options);
      for (const name of yes) assert.ok(pattern.matches(name), name);
      for (const name of no) assert.ok(!pattern.matches(name), name);
      for (const name of yes) assert.ok(name.startsWith(pattern.prefix), pattern.prefix);
    });
  }

  it('refuses a regular expression that is none', () => {
    assert.throws(() => namePattern('(', { regexp: true }), /'\(' is not a regular expression: unterminated group/);
  });
});
