/** What each example is expected to print, as the crash courses and this repository's documentation show it. */
import assert from 'node:assert/strict';
import type { KernelName } from '@bcc-ts/vm-tests';
import type { GuestExample } from './harness/guest-example.ts';

type Check = (example: GuestExample, kernel: KernelName) => Promise<void>;

const lines = (text: string) => text.split('\n').filter(Boolean);

export const examples: Record<string, Check> = {
  async 'mkdir-printk'(example, kernel) {
    if (kernel === 'newest') {
      const { status, stderr } = await example.run();
      assert.notEqual(status, 0);
      assert.match(stderr, /cannot attach kprobe to do_mkdirat: no such function in this kernel/);
      return;
    }
    await example.start();
    const { stdout } = await example.do('for i in 1 2 3 4 5 6 7; do mkdir -m 750 /tmp/made-$i & echo $!; wait; done');
    await example.printed(/(mode 488[\s\S]*){7}/);
    const printed = lines((await example.interrupt()).stdout);
    if (kernel === '5.10') {
      // The argument is the path itself there, not a struct filename: only the rest is right.
      const pids = printed.map((line) => /^(\d+) pid (\d+) path .*mode 488$/.exec(line)?.[2]);
      assert.deepEqual(pids, lines(stdout));
      return;
    }
    const made = lines(stdout).map((pid, i) => `${pid} pid ${pid} path /tmp/made-${i + 1} mode 488`);
    assert.deepEqual(printed, made);
  },

  async 'unlink-ringbuf'(example) {
    await example.start();
    await example.do('for i in 1 2 3 4 5 6 7; do touch /tmp/gone-$i; rm /tmp/gone-$i; done');
    await example.printed(/gone-7/);
    const printed = lines((await example.interrupt()).stdout).filter((line) => line.includes('gone-'));
    assert.equal(printed.length, 7);
    printed.forEach((line, i) => {
      assert.match(line, new RegExp(`^PID: \\d+, COMM: rm, File: /tmp/gone-${i + 1}$`));
    });
  },

  async 'mkdir-everywhere'(example) {
    await example.start();
    await example.do('for i in 1 2 3 4 5; do mkdir -m 700 /tmp/any-$i; done');
    await example.printed(/any-5/);
    const printed = lines((await example.interrupt()).stdout).map((line) =>
      // The kernel does not always remember the name of a task that has ended.
      line.replace(/^<\.\.\.>/, 'mkdir').replace(/\d+:/, 'PID:'),
    );
    assert.deepEqual(
      printed,
      [1, 2, 3, 4, 5].map((i) => `mkdir PID: /tmp/any-${i} 448`),
    );
  },

  async 'lsm-deny-mkdir'(example) {
    await example.start();
    const { stdout } = await example.do(
      'cd /tmp; mkdir -p allowed && echo made; for i in 1 2 3; do mkdir forbidden-$i 2>&1; done; ls -d forbidden* 2>&1; true',
    );
    assert.match(stdout, /^made\n/);
    assert.equal(stdout.match(/Operation not permitted/g)?.length, 3);
    assert.match(stdout, /cannot access 'forbidden\*'/);
    const { stdout: counted } = await example.interrupt();
    assert.equal(counted, 'denied: 3\n');
    const after = await example.do('mkdir /tmp/forbidden-1');
    assert.equal(after.status, 0, 'nothing is denied when the program has ended');
  },

  async 'bash-execve'(example) {
    await example.start();
    await example.do("for i in 1 2 3; do bash -c 'exec /bin/true'; done");
    await example.printed(/(true[\s\S]*){3}/);
    const printed = lines((await example.interrupt()).stdout).filter((line) => line.endsWith(' /bin/true'));
    assert.equal(printed.length, 3);
  },

  async 'raw-openat'(example) {
    await example.start();
    await example.do('for i in 1 2 3 4 5; do cat /tmp/no-such-$i; done 2> /dev/null; true');
    await example.printed(/no-such-5/);
    const printed = lines((await example.interrupt()).stdout).filter((line) => line.includes('no-such'));
    assert.deepEqual(
      printed.map((line) => line.replace(/^\d+/, 'PID')),
      [1, 2, 3, 4, 5].map((i) => `PID cat /tmp/no-such-${i}`),
    );
  },

  async 'xdp-drop'(example) {
    await example.do(makeVeth);
    await example.start('veth0');
    const first = await example.do('ip netns exec other ping -c 3 -i 0.2 -W 1 10.9.0.1; ip link show veth0');
    assert.match(first.stdout, /3 packets transmitted, 0 received/);
    assert.match(first.stdout, /xdpgeneric/);
    const udp = 'for i in 1 2 3 4 5; do echo hello > /dev/udp/10.9.0.1/9999; done';
    await example.do(`ip netns exec other bash -c '${udp}'`);
    const { stdout } = await example.interrupt();
    assert.deepEqual(lines(stdout), ['protocol 1: 3', 'protocol 17: 5']);
    const after = await example.do('ip netns exec other ping -c 1 -W 5 10.9.0.1; ip link show veth0');
    assert.match(after.stdout, /1 received/);
    assert.doesNotMatch(after.stdout, /xdp/);
  },

  async 'allow-list'(example) {
    await example.do(makeVeth);
    await example.start('veth0', '10.9.0.3/32', '192.168.0.0/16');
    const from = (address: string) => `ip netns exec other ping -I ${address} -c 3 -i 0.2 -W 1 10.9.0.1`;
    assert.match((await example.do(from('10.9.0.2'))).stdout, /0 received/);
    assert.match((await example.do(from('10.9.0.3'))).stdout, /3 received/);
    const { stdout } = await example.interrupt();
    assert.deepEqual(lines(stdout).sort(), ['10.9.0.3/32: 3', '192.168.0.0/16: 0']);
  },

  async 'cpumap-redirect'(example) {
    await example.do(makeVeth);
    await example.start('veth0', '1');
    const { stdout: ping } = await example.do('ip netns exec other ping -c 3 -i 0.2 -W 5 10.9.0.1');
    assert.match(ping, /3 received/);
    const { stdout } = await example.interrupt();
    const redirected = Number(/redirected: (\d+)/.exec(stdout)?.[1]);
    assert.ok(redirected >= 3, `${redirected} redirected`);
  },

  async 'tail-calls'(example) {
    const { stdout } = await example.run();
    assert.equal(stdout, '5 5 5 0\n');
  },

  async 'map-in-map'(example) {
    const { stdout } = await example.run();
    assert.equal(stdout, 'odd 4 even 103\n');
  },

  async 'write-sizes'(example) {
    await example.start();
    await example.do(
      "cp /bin/bash /tmp/writer-bash; dd if=/dev/zero of=/tmp/written bs=512 count=7 2> /dev/null; bash -c 'exec -a x dd if=/dev/zero of=/tmp/written bs=3000 count=2' 2> /dev/null",
    );
    const { stdout } = await example.interrupt();
    const [, section = ''] = /\nprogram = dd\n([\s\S]*?)(?:\n\n|$)/.exec(stdout) ?? [];
    const rows = section.split('\n');
    assert.equal(rows[0], '     bytes               : count     distribution');
    assert.ok(rows.includes(`       512 -> 1023       : 7        |${'*'.repeat(40)}|`), section);
    assert.ok(
      rows.some((row) => row.startsWith('      2048 -> 4095       : 2        |***********  ')),
      section,
    );
    const json = lines(stdout)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    const dd = json.find(({ program }) => program === 'dd');
    assert.equal(dd.val_type, 'bytes');
    assert.deepEqual(dd.data.at(-1), { 'interval-start': 2048, 'interval-end': 4095, count: 2 });
  },

  async profile(example) {
    const busy = 'python3 -c "def spin():\n while True: pass\nspin()" > /dev/null 2>&1 & echo $!';
    const { stdout } = await example.do(busy);
    const pid = stdout.trim();
    const { stdout: printed, status } = await example.run(pid, '4');
    await example.do(`kill ${pid}`);
    assert.equal(status, 0);
    assert.match(printed, /_PyEval_EvalFrameDefault\+0x[0-9a-f]+/);
    assert.match(printed, /^ {8}\d+$/m);
  },
};

/** An interface of this network namespace, 10.9.0.1, with its other end in the namespace "other", 10.9.0.2 and .3. */
const makeVeth = [
  'ip netns del other 2> /dev/null; ip link del veth0 2> /dev/null; sleep 0.2',
  'ip netns add other && ip link add veth0 type veth peer name veth1 netns other',
  'ip addr add 10.9.0.1/24 dev veth0 && ip link set veth0 up && ip link set lo up',
  'ip netns exec other ip addr add 10.9.0.2/24 dev veth1 && ip netns exec other ip addr add 10.9.0.3/24 dev veth1',
  'ip netns exec other ip link set veth1 up',
  // What the kernel sends by itself would be counted, too.
  'sysctl -q net.ipv6.conf.all.disable_ipv6=1; ip netns exec other sysctl -q net.ipv6.conf.all.disable_ipv6=1; sleep 0.5',
].join('; ');
