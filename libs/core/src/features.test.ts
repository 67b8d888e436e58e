import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Features } from './features.ts';

describe('hidden features', () => {
  it('look missing, without asking the kernel', () => {
    const features = new Features('ringbuf,trampolines,kprobe-multi,batch,btf');
    assert.equal(features.ringBuffer(), false);
    assert.equal(features.trampolines(), false);
    assert.equal(features.kprobeMulti(), false);
    assert.equal(features.batches(), false);
    assert.equal(features.kernelBtf(), undefined);
  });

  it('are those that are named', () => {
    const features = new Features('attach');
    assert.equal(features.isHidden('attach'), true);
    assert.equal(features.isHidden('ringbuf'), false);
    assert.equal(new Features('').isHidden('attach'), false);
  });
});

describe('features that are not there', () => {
  it('are false, not errors', () => {
    const features = new Features('');
    assert.equal(features.tracepoint('no', 'such'), false);
    assert.equal(features.tracepointField('no', 'such', 'field'), false);
    assert.equal(features.moduleBtf('no-such-module'), undefined);
    assert.equal(features.kernelFunction('no_such_function.(['), false);
  });
});
