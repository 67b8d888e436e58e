import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelNames, parseKernelName, selectedKernels } from './kernel-name.ts';

test('every kernel name stands for itself', () => {
  for (const name of kernelNames) assert.equal(parseKernelName(name), name);
});

test('the version that is newest now is another name for newest', () => {
  assert.equal(parseKernelName('7.2'), 'newest');
});

test('an unknown kernel name gives an error that lists the known ones', () => {
  for (const text of ['', '6', '6.1.0', 'latest', 'constructor', ' 6.1']) {
    assert.throws(() => parseKernelName(text), {
      message: /^no such kernel: .* \(there are: 5\.10, 6\.1, 6\.12, newest\)$/,
    });
  }
});

test('BCC_TS_KERNELS selects kernels, all without it', () => {
  const table: [string | undefined, string[]][] = [
    [undefined, ['5.10', '6.1', '6.12', 'newest']],
    ['', ['5.10', '6.1', '6.12', 'newest']],
    ['6.1', ['6.1']],
    [' 7.2  5.10 newest ', ['newest', '5.10']],
  ];
  for (const [value, names] of table) assert.deepEqual(selectedKernels({ BCC_TS_KERNELS: value }), names);
  assert.throws(() => selectedKernels({ BCC_TS_KERNELS: '6.1 4.19' }), /no such kernel: 4\.19/);
});
