import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
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

describe('kernel functions', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-symbols-'));
  after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'kallsyms');
  const filler = Array.from({ length: 10_007 }, (_, i) => `ffffffff${i} t filler_${i}\n`).join('');
  writeFileSync(
    path,
    `ffffffff1 T early\nffffffff2 D data\n${filler}ffffffff3 t late.isra.0\nffffffff4 w weak\t[mod]\nffffffff5 t later\n`,
  );
  const features = () => new Features('', path);

  it('are found by their whole name, in modules too', () => {
    const names = ['early', 'data', 'late', 'weak', 'later', 'filler_10006', 'filler_', 'ear', 'mod', ''];
    assert.deepEqual([...features().kernelFunctions(names)], ['early', 'weak', 'later', 'filler_10006']);
    for (const name of names) {
      assert.equal(features().kernelFunction(name), ['early', 'weak', 'later', 'filler_10006'].includes(name), name);
    }
  });

  it('are not looked for twice', () => {
    const same = features();
    assert.deepEqual([same.kernelFunction('early'), same.kernelFunction('no_such')], [true, false]);
    const kept = readFileSync(path);
    writeFileSync(path, 'ffffffff6 T no_such\n');
    try {
      assert.deepEqual([...same.kernelFunctions(['early', 'no_such', 'weak'])], ['early']);
    } finally {
      writeFileSync(path, kept);
    }
  });

  it('are known by what the compiler made of them', () => {
    assert.deepEqual(features().kernelFunctionVariants('late'), ['late.isra.0']);
    assert.deepEqual(features().kernelFunctionVariants('early'), []);
  });

  it('are none where the list cannot be read', () => {
    assert.equal(new Features('', '/no/such').kernelFunction('early'), false);
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
