import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';
import { features } from '../../src/index.ts';
import { only, openProgram } from './fixture.ts';

it('a kernel without BTF is named as the reason', () => {
  execFileSync('mount', ['-t', 'tmpfs', 'none', '/sys/kernel/btf']);
  try {
    assert.equal(features.kernelBtf(), undefined);
    assert.equal(features.trampolines(), false);
    const object = openProgram('attach');
    only(object, 'on_fentry');
    assert.throws(() => object.load(), {
      message: 'cannot load attach: this kernel has no BTF (needs CONFIG_DEBUG_INFO_BTF, or a BTF file for it)',
    });
    object.close();
  } finally {
    execFileSync('umount', ['/sys/kernel/btf']);
  }
});
