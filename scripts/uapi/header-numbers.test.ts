import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errors, listText, systemCalls } from './header-numbers.ts';

test('system calls are read with and without a base', () => {
  const header = `
#define __NR_read 0
#define __NR_getdents\t(__X32_SYSCALL_BIT + 78)
#define __NR_exit (__NR_SYSCALL_BASE + 1)
#define __NR_syscalls 471
#define __NR_SYSCALL_BASE 0
#define __NR3264_fcntl 25
`;
  assert.deepEqual(systemCalls(header), [
    ['read', 0],
    ['exit', 1],
    ['getdents', 78],
  ]);
});

test('errors have aliases', () => {
  assert.deepEqual(
    errors('#define\tEAGAIN\t\t11\t/* Try again */\n', '#define\tEWOULDBLOCK\tEAGAIN\n#define EIDRM 43\n'),
    [
      ['EAGAIN', 11],
      ['EWOULDBLOCK', 11],
      ['EIDRM', 43],
    ],
  );
});

test('a list has numbers only where some are left out', () => {
  assert.equal(
    listText([
      ['a', 0],
      ['b', 1],
      ['c', 5],
      ['d', 6],
      ['also_d', 6],
    ]),
    'a b 5:c d 6:also_d',
  );
});
