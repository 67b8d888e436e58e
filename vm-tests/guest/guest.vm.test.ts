import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { selectedKernels } from '../kernel/kernel-name.ts';
import { GuestEndedError } from '../machine/qemu-process.ts';
import { type Guest, openGuest } from './guest.ts';
import { GuestTimeoutError } from './guest-process.ts';

const limit = { timeout: 600_000 };

for (const kernel of selectedKernels()) {
  describe(`guest with kernel ${kernel}`, limit, () => {
    let guest: Guest;
    before(async () => {
      guest = await openGuest({ kernel });
    });
    after(() => guest?.close());

    const stdoutOf = async (command: string) => {
      const { status, stdout, stderr } = await guest.run(command, { timeoutMs: 60_000 });
      assert.equal(status, 0, stderr);
      return stdout.trim();
    };

    test('runs the kernel that was asked for, as root in /root', async () => {
      assert.equal(await stdoutOf('uname -r; id -u; pwd'), `${guest.kernelRelease}\n0\n/root`);
      if (kernel !== 'newest') assert.ok(guest.kernelRelease.startsWith(`${kernel}.`));
    });

    test('keeps status, stdout and stderr apart', async () => {
      const { status, stdout, stderr } = await guest.run('echo out; echo err >&2; exit 3');
      assert.deepEqual({ status, stdout, stderr }, { status: 3, stdout: 'out\n', stderr: 'err\n' });
    });

    test('gives 127 for an unknown command and 128 + N after signal N', async () => {
      assert.equal((await guest.run('no-such-command')).status, 127);
      assert.equal((await guest.run('kill -TERM $$')).status, 143);
    });

    test('passes every byte of the output on, and of stdin', async () => {
      const bytes = randomBytes(300_000);
      const { stdoutBytes } = await guest.run('cat', { stdin: bytes });
      assert.ok(stdoutBytes.equals(bytes));
    });

    test('gives the command to bash as it is', async () => {
      assert.equal(await stdoutOf('tr "\\0" "|" < /proc/$$/cmdline; :'), 'bash|-c|tr "\\0" "|" < /proc/$$/cmdline; :|');
    });

    test('takes commands of several lines and of any length', async () => {
      const long = `: ${'x'.repeat(150_000)}\necho "it's" $((1 +\n1))`;
      assert.equal(await stdoutOf(long), "it's 2");
    });

    test('gives output while the command runs', async () => {
      const chunks: string[] = [];
      const running = await guest.start('echo first; read line; echo never', {
        onStdout: (chunk) => chunks.push(chunk.toString()),
        stdin: '',
      });
      await running.waitForOutput(/first/);
      assert.deepEqual(chunks.join('').split('\n')[0], 'first');
      await running.wait(60_000);
    });

    test('SIGINT interrupts a command as Ctrl-C does, also a Python program', async () => {
      const program =
        'import time\nprint("up", flush=True)\ntry: time.sleep(600)\nexcept KeyboardInterrupt: print("interrupted")';
      const running = await guest.start(`python3 -c '${program}'`);
      await running.waitForOutput(/up/);
      running.signal('INT');
      const { status, stdout } = await running.wait(60_000);
      assert.deepEqual([status, stdout], [0, 'up\ninterrupted\n']);
    });

    test('a single command has the process id that the guest tells, and a group of its own', async () => {
      const running = await guest.start('sleep 600');
      await stdoutOf(`until grep -q sleep /proc/${running.pid}/comm; do :; done`);
      const stat = await stdoutOf(`cut -d' ' -f1,2,5,6 /proc/${running.pid}/stat`);
      assert.equal(stat, `${running.pid} (sleep) ${running.pid} ${running.pid}`);
      running.signal('TERM', 'process');
      assert.equal((await running.wait(60_000)).status, 143);
    });

    test('a signal reaches every process of the command', async () => {
      const running = await guest.start('sleep 601 | sleep 602; echo over');
      await guest.run('until [ $(pgrep -c -x sleep) = 2 ]; do :; done', { timeoutMs: 60_000 });
      running.signal('KILL');
      assert.equal((await running.wait(60_000)).status, 137);
      assert.equal((await guest.run('pgrep -x sleep')).status, 1);
    });

    test('many commands run at once', async () => {
      const numbers = Array.from({ length: 12 }, (_, index) => index);
      const results = await Promise.all(numbers.map((number) => guest.run(`sleep 1; echo ${number}; exit ${number}`)));
      assert.deepEqual(
        results.map(({ status, stdout }) => [status, stdout]),
        numbers.map((n) => [n, `${n}\n`]),
      );
    });

    test('a command that leaves a process behind is not waited for', async () => {
      const { status, stdout } = await guest.run('(sleep 600; echo late) & echo early', { timeoutMs: 30_000 });
      assert.deepEqual([status, stdout], [0, 'early\n']);
      await guest.run('pkill sleep');
    });

    test('a command over its time is killed and told about', async () => {
      await assert.rejects(guest.run('echo begun; sleep 605', { timeoutMs: 3_000 }), (error: Error) => {
        assert.ok(error instanceof GuestTimeoutError);
        assert.match(error.message, /^echo begun; sleep 605 has not ended within 3 s\n--- stdout\nbegun/);
        return true;
      });
      await stdoutOf('while pgrep -x sleep > /dev/null; do :; done');
    });

    test('ready tells when a command has written to its notify descriptor', async () => {
      const running = await guest.start('sleep 1; echo up; echo >&$BCC_TS_NOTIFY_FD; sleep 606', { notify: true });
      await running.ready;
      assert.equal(running.status, undefined);
      running.signal('KILL');
      await running.wait(60_000);
    });

    test('files and directories are put into the guest', async () => {
      const directory = mkdtempSync(join(tmpdir(), 'guest-put-'));
      try {
        const bytes = randomBytes(1_000_000);
        writeFileSync(join(directory, "a b'c"), bytes, { mode: 0o755 });
        mkdirSync(join(directory, 'tree/sub'), { recursive: true });
        writeFileSync(join(directory, 'tree/sub/file'), 'x');
        assert.equal(await guest.put(join(directory, "a b'c")), "/root/a b'c");
        await guest.put(join(directory, "a b'c"), '/usr/local/bin/other');
        await guest.put(join(directory, 'tree'));
        const digest = createHash('sha256').update(bytes).digest('hex');
        assert.equal(
          await stdoutOf('sha256sum < a*c; sha256sum < /usr/local/bin/other; ls -R tree | tail -1; test -x a*c'),
          `${digest}  -\n${digest}  -\nfile`,
        );
        await assert.rejects(guest.put(join(directory, 'tree'), '/no/such/place'), /cannot put .* into the guest/);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });

    test('has what tracing needs mounted', async () => {
      const mounts = await stdoutOf('cut -d" " -f2,3 /proc/mounts');
      for (const mount of [
        '/sys/kernel/tracing tracefs',
        '/sys/kernel/debug debugfs',
        '/sys/fs/bpf bpf',
        '/sys/fs/cgroup cgroup2',
        '/sys/kernel/security securityfs',
        '/usr/lib/bcc-ts/tools 9p',
      ]) {
        assert.ok(mounts.split('\n').includes(mount), mount);
      }
      assert.match(await stdoutOf('cat /sys/kernel/security/lsm'), /\bbpf\b/);
      assert.ok(Number(await stdoutOf('stat -c %s /sys/kernel/btf/vmlinux')) > 3_000_000);
    });

    test('has every program that tests may use, and Node where the tools expect it', async () => {
      const programs =
        'iperf3 nc python3 fio stress-ng mkfs.ext4 mkfs.xfs mkfs.btrfs mount.nfs exportfs mdadm numactl openssl curl ' +
        'gcc strace pstree file readelf bpftool setcap ip modprobe ps';
      assert.equal(await stdoutOf(`for p in ${programs}; do command -v $p > /dev/null || echo $p; done; true`), '');
      assert.match(await stdoutOf('/usr/lib/bcc-ts/node -p process.version'), /^v24\./);
      assert.equal(
        await stdoutOf('modprobe dummy numdummies=0 && ip link add d0 type dummy && ls /sys/class/net'),
        'd0\nlo',
      );
    });

    test("has the machine's time, and dmesg", async () => {
      assert.ok(Math.abs(Number(await stdoutOf('date +%s')) - Date.now() / 1000) < 60);
      await guest.run('echo "guest test was here" > /dev/kmsg');
      assert.match(await guest.dmesg(), /guest test was here/);
    });
  });

  describe(`guests with kernel ${kernel}`, limit, () => {
    test('two from one kept guest do not see each other', async () => {
      await using first = await openGuest({ kernel });
      await using second = await openGuest({ kernel });
      const write = (guest: Guest, text: string) => guest.run(`echo ${text} > /etc/note; sleep 1; cat /etc/note`);
      const results = await Promise.all([write(first, 'one'), write(second, 'two')]);
      assert.deepEqual(
        results.map(({ stdout }) => stdout),
        ['one\n', 'two\n'],
      );
    });

    test('scratch disks are empty, writable and found by name', async () => {
      await using guest = await openGuest({ kernel, disks: [{ sizeMb: 320 }, { sizeMb: 64 }] });
      assert.deepEqual(guest.disks, ['/dev/vdb', '/dev/vdc']);
      const command =
        'readlink -f /dev/disk/by-id/virtio-scratch{0,1}; blockdev --getsize64 /dev/vdb /dev/vdc; cmp -n 67108864 /dev/vdc /dev/zero && echo empty\n' +
        'mkfs.xfs -q -i nrext64=0 /dev/vdb 2>/dev/null || mkfs.xfs -q /dev/vdb; mkfs.ext4 -q /dev/vdc; mkdir -p /x /e; mount /dev/vdb /x && mount /dev/vdc /e && echo hi > /x/f && sync && cat /x/f';
      const { stdout, stderr } = await guest.run(command, { timeoutMs: 120_000 });
      assert.equal(stdout, '/dev/vdb\n/dev/vdc\n335544320\n67108864\nempty\nhi\n', stderr);
    });

    test('a guest can have two NUMA nodes', async () => {
      await using guest = await openGuest({ kernel, numaNodes: 2 });
      assert.match(
        (await guest.run('numactl --hardware')).stdout,
        /2 nodes \(0-1\)[\s\S]*node 0 cpus: 0\n[\s\S]*node 1 cpus: 1\n/,
      );
    });

    test('a guest that ends by itself gives an error with the end of its console', async () => {
      await using guest = await openGuest({ kernel });
      const running = guest.run('echo 1 > /proc/sys/kernel/printk; sleep 1; echo c > /proc/sysrq-trigger; sleep 600');
      await assert.rejects(running, (error: Error) => {
        assert.ok(error instanceof GuestEndedError);
        assert.match(error.message, /^cannot run echo 1 .*: the guest is gone .*QEMU ended/);
        assert.match(error.message, /sysrq triggered crash/i);
        return true;
      });
      await assert.rejects(guest.run('true'), /the guest is gone/);
    });

    test('a closed guest is gone, with its directory, and says so', async () => {
      const guest = await openGuest({ kernel });
      const running = guest.run('sleep 600');
      running.catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      await guest.close();
      await guest.close();
      await assert.rejects(running, /the guest was closed/);
      await assert.rejects(guest.run('true'), /the guest was closed/);
      assert.equal(existsSync(guest.directory), false);
    });
  });
}
