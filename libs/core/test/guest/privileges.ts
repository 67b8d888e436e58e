import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { only, openProgram } from './fixture.ts';

/** What an attempt looks like from inside: one line that says how it went. */
function tryToTrace(): string {
  const object = openProgram('attach');
  only(object, 'on_tp_btf');
  object.rodata.target_tgid = process.pid;
  try {
    object.load();
    object.attach();
    spawnSync('/bin/true');
    return object.maps.hits.get(6) > 0n ? 'traced' : 'nothing seen';
  } catch (error) {
    return (error as Error).message;
  } finally {
    object.close();
  }
}

/** The attempt under setpriv(1), with a limit of locked memory in KiB. */
function attemptAs(setpriv: string[], lockedMemory = 'unlimited'): string {
  const command = `ulimit -l ${lockedMemory} && exec setpriv ${setpriv.join(' ')} ${process.execPath} ${__filename}`;
  const result = spawnSync('/bin/bash', ['-c', command], { encoding: 'utf8', env: { TRY_TO_TRACE: '1' } });
  return result.stdout.trim() || result.stderr;
}

const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const ambient = (...names: string[]) => {
  const list = names.map((name) => `+${name}`).join(',');
  return [`--inh-caps=${list}`, `--ambient-caps=${list}`];
};

if (process.env.TRY_TO_TRACE) {
  console.log(tryToTrace());
} else {
  describe('privileges', () => {
    it('root traces, however little memory may be locked', () => {
      assert.equal(attemptAs(['--no-new-privs'], '64'), 'traced');
    });

    it('CAP_BPF and CAP_PERFMON are enough', () => {
      assert.equal(attemptAs([...nobody, ...ambient('bpf', 'perfmon')]), 'traced');
    });

    it('an ordinary user is told what is missing', () => {
      assert.equal(
        attemptAs(nobody),
        'cannot load attach: permission denied: CAP_BPF and CAP_PERFMON missing (run it as root or with sudo)',
      );
    });

    it('and so is one who has half of it', () => {
      assert.equal(
        attemptAs([...nobody, ...ambient('bpf')]),
        'cannot load attach: permission denied: CAP_PERFMON missing (run it as root or with sudo)',
      );
    });

    it('too little lockable memory works, or is named', () => {
      const answer = attemptAs([...nobody, ...ambient('bpf', 'perfmon', 'dac_read_search')], '0');
      assert.match(answer, /^traced$|only 0 bytes of memory may be locked/);
    });
  });
}
