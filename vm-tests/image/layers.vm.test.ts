import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Guest, openGuest } from '../guest/guest.ts';
import { selectedKernels } from '../kernel/kernel-name.ts';

const [kernel = '6.12'] = selectedKernels();

describe(`layers on kernel ${kernel}`, { timeout: 900_000 }, () => {
  let guest: Guest;
  before(async () => {
    guest = await openGuest({ kernel, layers: ['languages', 'bcc'] });
  });
  after(() => guest?.close());

  test('two layers are stacked, and their programs run', async () => {
    const commands = ['java -version', 'ruby --version', 'php --version', 'bpftrace --version', 'gcc --version'];
    for (const command of commands) assert.equal((await guest.run(command)).status, 0, command);
    assert.match((await guest.run('opensnoop-bpfcc --help')).stdout, /usage: opensnoop/);
  });

  test('PostgreSQL starts and answers', async () => {
    await guest.run('pg_ctlcluster 15 main start', { timeoutMs: 120_000 });
    const query = await guest.run('runuser -u postgres -- psql -Atc "select 6 * 7"', { timeoutMs: 60_000 });
    assert.deepEqual([query.stdout, query.status], ['42\n', 0], query.stderr);
  });

  test('MariaDB starts and answers', async () => {
    await guest.run('service mariadb start', { timeoutMs: 120_000 });
    const query = await guest.run('mariadb -BN -e "select 6 * 7"', { timeoutMs: 60_000 });
    assert.deepEqual([query.stdout, query.status], ['42\n', 0], query.stderr);
  });

  test('the languages have USDT probes', async () => {
    for (const [binary, probe] of [
      ['$(ls /usr/lib/x86_64-linux-gnu/libruby-3.1.so.* | head -1)', 'method__entry'],
      ['$(readlink -f /usr/bin/php)', 'function__entry'],
      ['/usr/bin/python3.11', 'function__entry'],
    ]) {
      const { stdout } = await guest.run(`readelf -n ${binary} | grep -c 'Name: ${probe}'`);
      assert.ok(Number(stdout) > 0, `${probe} in ${binary}`);
    }
  });
});
