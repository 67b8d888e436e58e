import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, toolTest } from '@bcc-ts/vm-tests';

/** Bytes of each direction; primes, so that nothing else adds up to them. */
const SENT = 1_000_003;
const ANSWERED = 20_011;
const SPLICED = 30_011;
const PORT = 7001;

/** A server and a client, each in a network namespace of its own: one connection by IPv4, one by IPv6. */
const SERVER = `
import os, socket
open('/sys/fs/cgroup/traced/cgroup.procs', 'w').write(str(os.getpid()))
listener = socket.create_server(('::', ${PORT}), family=socket.AF_INET6, dualstack_ipv6=True)
open('server', 'w').write(str(os.getpid()))
for turn in range(2):
    peer, _ = listener.accept()
    left = ${SENT}
    while left: left -= len(peer.recv(left))
    data = open('data', 'rb')
    peer.sendall(b'x' * ${ANSWERED})
    sent = 0
    while sent < ${SPLICED}: sent += os.sendfile(peer.fileno(), data.fileno(), sent, ${SPLICED} - sent)
    peer.close()
`;
const CLIENT = `
import os, socket
open('client', 'w').write(str(os.getpid()))
open('/sys/fs/cgroup/traced/cgroup.procs', 'w').write(str(os.getpid()))
open('go').read()
for address in ('10.9.0.1', 'fd09::1'):
    peer = socket.create_connection((address, ${PORT}))
    peer.sendall(b'x' * ${SENT})
    peer.recv(1000, socket.MSG_PEEK)
    left = ${ANSWERED}
    while left: left -= len(peer.recv(left))
    left = ${SPLICED}
    r, w = os.pipe()
    while left:
        moved = os.splice(peer.fileno(), w, left)
        os.read(r, moved)
        left -= moved
    peer.close()
`;

toolTest('tcptop', (bench, test) => {
  let results: Results<'screen' | 'json' | 'ofClient' | 'onlyIpv4' | 'onlyIpv6' | 'inNamespace' | 'older'>;
  let server: string;
  let client: string;

  before(async () => {
    const { guest } = bench;
    const ready = await guest.run(
      `mkdir /sys/fs/cgroup/traced && mkfifo go && head -c ${SPLICED} /dev/zero > data &&
       ip netns add one && ip netns add two && ip link add left netns one type veth peer right netns two &&
       ip -n one addr add 10.9.0.1/24 dev left && ip -n two addr add 10.9.0.2/24 dev right &&
       ip -n one addr add fd09::1/64 dev left nodad && ip -n two addr add fd09::2/64 dev right nodad &&
       ip -n one link set left up && ip -n two link set right up
cat > server.py <<'END'\n${SERVER}END
cat > client.py <<'END'\n${CLIENT}END`,
    );
    assert.equal(ready.status, 0, ready.stderr);
    const serving = await guest.start('nsenter --net=/run/netns/one chrt --fifo 1 python3 server.py');
    const calling = await guest.start('nsenter --net=/run/netns/two chrt --fifo 1 python3 client.py');
    const ids = await guest.run('while ! [ -s server -a -s client ]; do sleep 0.1; done; cat server; echo; cat client');
    [server = '', client = ''] = ids.stdout.split('\n');
    const commands = {
      screen: 'tcptop -C --cgroup /sys/fs/cgroup/traced 1000',
      json: 'tcptop --json -s received --cgroup /sys/fs/cgroup/traced 1000',
      ofClient: `tcptop -S -p ${client} 1000`,
      onlyIpv4: `tcptop --json -4 -r 1 -p ${client} 1000`,
      onlyIpv6: `tcptop --json -6 -p ${client} 1000`,
      inNamespace: 'tcptop --json --netns one 1000',
      older: `BCC_TS_MISSING=trampolines tcptop --json -p ${client} 1000`,
    };
    results = await bench.during(commands, async () => {
      await guest.run('echo > go');
      for (const process of [calling, serving]) {
        const done = await process.wait();
        assert.equal(done.status, 0, done.stderr);
      }
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results))
      assert.deepEqual([result.status, result.stderr], [0, ''], result.command);
    assert.notEqual(results.json.json().length, 0, 'it shows something');
  });

  test('counts each byte once, for both ends of both connections, and sorts', () => {
    const rows = results.json.json();
    assert.equal(rows.length, 4);
    for (const version of [4, 6]) {
      const address = version === 4 ? '10.9.0.' : 'fd09::';
      const [atServer, atClient] = rows.filter((row) => row.version === version);
      const { time: _, ...ofServer } = atServer!;
      const port = atClient!.laddr.split(':').at(-1);
      assert.deepEqual(ofServer, {
        pid: Number(server),
        comm: 'python3',
        laddr: `${address}1:${PORT}`,
        raddr: `${address}2:${port}`,
        received: SENT,
        sent: ANSWERED + SPLICED,
        version,
      });
      assert.deepEqual([atClient!.pid, atClient!.received, atClient!.sent], [Number(client), ANSWERED + SPLICED, SENT]);
      assert.equal(atClient!.raddr, `${address}1:${PORT}`);
    }
  });

  test('shows a table for each version, below the load', () => {
    const { lines } = results.screen;
    assert.equal(lines[0], 'Tracing... Output every 1000 secs. Hit Ctrl-C to end');
    assert.match(lines[2]!, /^\d\d:\d\d:\d\d loadavg: /);
    assert.equal(lines[4], 'PID     COMM         LADDR                 RADDR                  RX_KB  TX_KB');
    const row = (pid: string, laddr: string, raddr: RegExp, width: number, rx: number, tx: number) =>
      new RegExp(
        `^${pid.padEnd(7)} python3      ${laddr.padEnd(width)} (?=.{${width}} )${raddr.source} +${Math.floor(rx / 1024)} +${Math.floor(tx / 1024)}$`,
      );
    const ipv4 = lines.slice(5, 7).join('\n');
    assert.match(
      ipv4,
      new RegExp(row(server, `10.9.0.1:${PORT}`, /10\.9\.0\.2:\d+/, 21, SENT, ANSWERED + SPLICED), 'm'),
    );
    assert.equal(lines[7], '');
    assert.equal(
      lines[8],
      'PID     COMM         LADDR6                           RADDR6                            RX_KB  TX_KB',
    );
    const ipv6 = lines.slice(9).join('\n');
    assert.match(ipv6, new RegExp(row(server, `fd09::1:${PORT}`, /fd09::2:\d+/, 32, SENT, ANSWERED + SPLICED), 'm'));
    assert.equal(lines.length, 11);
  });

  test('filters by process, version and network namespace', () => {
    assert.equal(
      results.ofClient.lines[2],
      'PID     COMM         LADDR                 RADDR                  RX_KB  TX_KB',
    );
    assert.equal(results.ofClient.lines.length, 7);
    assert.deepEqual(
      [results.onlyIpv4, results.onlyIpv6].map((result) =>
        result.json().map((row) => [row.pid, row.version, row.sent]),
      ),
      [[[Number(client), 4, SENT]], [[Number(client), 6, SENT]]],
    );
    assert.deepEqual(
      results.inNamespace.json().map((row) => [row.pid, row.received]),
      [
        [Number(server), SENT],
        [Number(server), SENT],
      ],
    );
  });

  test('does without trampolines', () => {
    assert.deepEqual(
      results.older.json().map((row) => [row.version, row.received, row.sent]),
      [
        [4, ANSWERED + SPLICED, SENT],
        [6, ANSWERED + SPLICED, SENT],
      ],
    );
  });

  test('ends after the last screen, and refuses what makes no sense in one line', async () => {
    const result = await bench.run('tcptop -C 0.5 2');
    assert.deepEqual([result.status, result.stderr], [0, '']);
    assert.equal(result.lines.filter((line) => line.includes('loadavg')).length, 2);
    for (const args of ['-4 -6', '0', '1 0', '-s size']) {
      const refused = await bench.run(`tcptop ${args}`);
      assert.equal(refused.status, 2, args);
      assert.equal(refused.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
