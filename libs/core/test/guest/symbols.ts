import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { Binary, findLibrary, KernelSymbols, UserSymbols } from '../../src/index.ts';

const restrict = '/proc/sys/kernel/kptr_restrict';
const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];

/** What an unprivileged or privileged process of its own sees. */
function report(): string {
  const symbols = KernelSymbols.open();
  const names = new Set(Array.from(symbols.functions(), ({ name }) => name));
  const address = symbols.addressOf('vfs_read');
  const resolved = address === undefined ? undefined : symbols.resolve(address + 1n);
  return JSON.stringify({
    restricted: symbols.restricted,
    restriction: symbols.restriction,
    known: names.has('vfs_read'),
    resolved: resolved && `${resolved.name}+${resolved.offset}`,
  });
}

function reportAs(...setpriv: string[]): unknown {
  const result = spawnSync('setpriv', [...setpriv, process.execPath, __filename], {
    encoding: 'utf8',
    env: { REPORT_SYMBOLS: '1' },
  });
  assert.equal(result.status, 0, result.stderr);
  return JSON.parse(result.stdout);
}

if (process.env.REPORT_SYMBOLS) {
  console.log(report());
} else {
  describe('kernel symbols', () => {
    const before = readFileSync(restrict, 'utf8');
    after(() => writeFileSync(restrict, before));

    it('agree with the kernel’s own list', () => {
      const symbols = KernelSymbols.open();
      const lines = readFileSync('/proc/kallsyms', 'latin1').split('\n');
      const functions = lines.filter((line) => /^ffff[0-9a-f]+ [tTwW] /.test(line));
      assert.ok(functions.length > 10_000);
      for (let i = 0; i < functions.length; i += 9973) {
        const [, address, name, module] = /^(\w+) . (\S+)(?:\t\[(\S+)\])?$/.exec(functions[i]!)!;
        const found = symbols.resolve(BigInt(`0x${address}`));
        const same = functions.filter((line) => line.startsWith(`${address} `)).map((line) => line.split(/\s/)[2]);
        assert.ok(same.includes(found.name), `${name} is ${found.name}`);
        assert.equal(found.offset, 0n);
        assert.equal(found.module, module);
      }
      assert.ok(symbols.size >= functions.length);
      assert.ok(symbols.bytes < 20e6, `${symbols.bytes} bytes`);
    });

    it('include modules loaded later', async () => {
      execFileSync('modprobe', ['-q', '-r', 'dummy']);
      const symbols = KernelSymbols.open();
      assert.equal(symbols.addressOf('dummy_xmit', 'dummy'), undefined);
      execFileSync('modprobe', ['dummy', 'numdummies=0']);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      const address = symbols.addressOf('dummy_xmit', 'dummy')!;
      assert.deepEqual(symbols.resolve(address + 4n), {
        address: address + 4n,
        name: 'dummy_xmit',
        offset: 4n,
        module: 'dummy',
      });
      execFileSync('modprobe', ['-r', 'dummy']);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      assert.notEqual(symbols.resolve(address + 4n).module, 'dummy');
    });

    it('are there for root, and only names for others, with kptr_restrict 1', () => {
      writeFileSync(restrict, '1');
      assert.deepEqual(reportAs('--no-new-privs'), { restricted: false, known: true, resolved: 'vfs_read+1' });
      assert.deepEqual(reportAs(...nobody), {
        restricted: true,
        restriction:
          'the addresses of kernel functions are hidden: CAP_SYSLOG is missing (run it as root or with sudo)',
        known: true,
      });
    });

    it('are hidden from everyone with kptr_restrict 2', () => {
      writeFileSync(restrict, '2');
      const answer = reportAs('--no-new-privs') as { restricted: boolean; restriction: string; known: boolean };
      assert.deepEqual([answer.restricted, answer.known], [true, true]);
      assert.match(answer.restriction, /kernel\.kptr_restrict is 2.*try: sysctl kernel\.kptr_restrict=1/);
    });
  });

  describe('user symbols', () => {
    it('are found in another root directory', async () => {
      const script = [
        'set -e',
        'mkdir -p /run/jail',
        'mount -t tmpfs jail /run/jail',
        `cp ${__dirname}/waiting /run/jail/waiting`,
        'mkdir /run/jail/tmp',
        'exec chroot /run/jail /waiting',
      ].join('; ');
      const jail = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'bash', '-c', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      for await (const more of jail.stdout) {
        text += more;
        if (text.split('\n').length > 2) break;
      }
      const addresses = text.trim().split('\n').map(BigInt);
      const pid = Number(execFileSync('pgrep', ['-n', '-x', 'waiting'], { encoding: 'utf8' }));
      using symbols = new UserSymbols();
      assert.equal(symbols.resolve(pid, addresses[1]!).name, 'static_work');
      assert.match(symbols.resolve(pid, addresses[1]!).module!, /\/waiting$/);
      const inside = `/proc/${pid}/root/tmp`;
      writeFileSync(`${inside}/perf-1.map`, '1000 10 outer number\n');
      const inner = /^NSpid:.*\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
      writeFileSync(`${inside}/perf-${inner}.map`, '1000 10 compiled inside\n');
      using later = new UserSymbols();
      assert.equal(later.resolve(pid, 0x1004n).name, 'compiled inside');
      using binary = Binary.open(findLibrary('/waiting', { pid })!);
      assert.equal(binary.path, `/proc/${pid}/root/waiting`);
      assert.ok(binary.find('static_work'));
      jail.kill('SIGKILL');
    });
  });
}
