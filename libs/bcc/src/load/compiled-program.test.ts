import assert from 'node:assert/strict';
import { before, it, mock } from 'node:test';
import { ensurePackages } from '../../../../scripts/apt-packages.ts';
import { corpusKernels } from '../../test/kernels.ts';
import { compileProgram } from './compiled-program.ts';

const [first] = corpusKernels();

before(() => ensurePackages(['clang-19']));

it('shows warnings on stderr, unless told not to', {
  skip: first === undefined && 'no kernel types in the cache',
}, () => {
  const text = 'int f(struct pt_regs *ctx) { bpf_trace_printk("%f", 1); return 0; }';
  const shown = (cflags: string[]) => {
    const write = mock.method(process.stderr, 'write', () => true);
    try {
      compileProgram({ text, cflags, kernel: first!.facts });
      return write.mock.calls.map((call) => String(call.arguments[0])).join('');
    } finally {
      write.mock.restore();
    }
  };
  assert.match(shown([]), /^text:1:48: warning: bpf_trace_printk prints nothing with %f .*\n {4}int f.*\n +\^\n$/);
  // The second time it comes from the cache.
  assert.match(shown([]), /^text:1:48: warning: /);
  assert.equal(shown(['-w']), '');
});
