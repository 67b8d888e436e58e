import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const SHORT = 23;
const SENT = 3 * 1024 * 1024 + 5;
const FETCHED = 700_001;

/** A second machine, reached through a pair of Ethernet devices. */
const network = `
set -e
ip netns add peer
ip link add near type veth peer name far netns peer
ip address add 10.9.0.1/24 dev near
ip address add fd00:9::1/64 dev near nodad
ip link set near up
ip -n peer address add 10.9.0.2/24 dev far
ip -n peer address add fd00:9::2/64 dev far nodad
ip -n peer link set far up
`;

/**
 * Takes what comes on port 9000 until the other end closes; on port 9001 sends something and closes first; on port 9003
 * says when it has accepted. From port 9002 nobody accepts.
 */
const server = `
import os, socket, threading
open('/proc/self/comm', 'w').write('the "server",')
def take(s):
    try:
        while s.recv(65536): pass
    except OSError: pass
    s.close()
def give(s):
    s.sendall(bytes(${FETCHED}))
    s.close()
def greet(s):
    s.send(b'!')
    take(s)
def serve(port, work):
    listener = socket.socket(socket.AF_INET6)
    listener.bind(('::', port))
    listener.listen(100)
    while True: threading.Thread(target=work, args=(listener.accept()[0],)).start()
unaccepted = socket.socket()
unaccepted.bind(('', 9002))
unaccepted.listen(5)
for port, work in ((9000, take), (9001, give), (9003, greet)): threading.Thread(target=serve, args=(port, work)).start()
print(os.getpid(), flush=True)
`;

/** Keeps a session until it gets a signal. */
const holder = `
import os, signal, socket
s = socket.create_connection(('10.9.0.2', 9000))
s.send(bytes(77))
print(os.getpid(), s.getsockname()[1], flush=True)
signal.signal(signal.SIGUSR1, lambda *_: s.close())
while True: signal.pause()
`;

const client = `
import itertools, json, os, socket, struct, sys, time
ports = {}
# Left to itself the kernel takes a port again for another destination.
unused = itertools.count(20011)
def open_(what, port=9000, host='10.9.0.2'):
    s = socket.create_connection((host, port), source_address=('', next(unused)))
    ports.setdefault(what, []).append(s.getsockname()[1])
    return s
for i in range(${SHORT}):
    s = open_('short'); s.send(bytes(10)); s.close()
s = open_('long'); s.sendall(bytes(${SENT})); s.shutdown(socket.SHUT_WR); s.recv(1); s.close()
s = open_('fetch', 9001)
while s.recv(65536): pass
s.close()
s = open_('six', 9000, 'fd00:9::2'); s.send(bytes(3)); s.close()
s = open_('mapped', 9000, '::ffff:10.9.0.2'); s.close()
s = open_('idle'); time.sleep(0.3); s.close()
s = open_('reset', 9003); s.recv(1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); s.close()
s = open_('unaccepted', 9002)
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); s.close()
s = socket.socket()
try: s.connect(('10.9.0.2', 9))
except OSError: pass
s.close()
os.kill(int(sys.argv[1]), 10)
time.sleep(1)
print(json.dumps({'pid': os.getpid(), 'ports': ports}))
`;

/** What each end of a session says. */
interface End {
  [field: string]: unknown;
  pid: number;
  lport: number;
  rport: number;
}

toolTest('tcplife', (bench, test) => {
  let results: Results<'all' | 'json' | 'csv' | 'wide' | 'local' | 'remote' | 'existing' | 'peer' | 'ofServer'>;
  let pid: number;
  let serverPid: number;
  let holderPid: number;
  let heldPort: number;
  let ports: Record<string, number[]>;
  const ends = (result: ToolResult) => result.json() as End[];
  const near = (what: string) => ends(results.json).filter(({ lport }) => lport === ports[what]![0]);
  const far = (what: string) => ends(results.json).filter(({ rport }) => rport === ports[what]![0]);

  before(async () => {
    const { guest } = bench;
    for (const [name, stdin] of Object.entries({ network, server, holder, client })) {
      await guest.run(`cat > ${name}`, { stdin });
    }
    const ready = await guest.run(
      `bash network && mkfifo ready && for command in 'ip netns exec peer python3 server' 'python3 holder'; do
         setsid $command > ready < /dev/null 2> server.log & head -1 ready || exit 1
       done`,
    );
    [serverPid, holderPid, heldPort] = ready.stdout.split(/\s+/).map(Number) as [number, number, number];
    const commands = {
      all: 'tcplife',
      json: 'tcplife --json',
      csv: 'tcplife -stT',
      wide: 'tcplife -w -6',
      local: 'tcplife -L 9001,1',
      remote: 'tcplife -D 9001,9',
      existing: 'tcplife --existing --json',
      peer: 'tcplife --netns peer --json',
      ofServer: `tcplife -p ${serverPid} --json`,
    };
    results = await bench.during(commands, async () => {
      const done = await bench.workload(`python3 client ${holderPid}`);
      ({ pid, ports } = JSON.parse(done.stdout));
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows both ends of each of ${SHORT} short sessions`, () => {
    assert.equal(results.all.lines[0], 'PID   COMM       LADDR           LPORT RADDR           RPORT TX_KB RX_KB MS');
    for (const port of ports.short!) {
      const [client, ...more] = ends(results.json).filter(({ lport }) => lport === port);
      const [server, ...others] = ends(results.json).filter(({ rport }) => rport === port);
      assert.deepEqual([more, others], [[], []]);
      assert.deepEqual([client!.pid, client!.tx_bytes, client!.rx_bytes], [pid, 10, 0]);
      assert.deepEqual([server!.pid, server!.tx_bytes, server!.rx_bytes], [serverPid, 0, 10]);
      assert.equal(results.all.lines.filter((line) => line.includes(` ${String(port).padEnd(5)} 10.9.0.2 `)).length, 1);
    }
  });

  test('counts the bytes of a transfer exactly', () => {
    const { tx_kb, tx_bytes, rx_bytes, comm, uid, ip, laddr, raddr, rport } = near('long')[0]!;
    assert.deepEqual(
      { tx_kb, tx_bytes, rx_bytes, comm, uid, ip, laddr, raddr, rport },
      {
        tx_kb: Math.floor(SENT / 1024),
        tx_bytes: SENT,
        rx_bytes: 0,
        comm: 'python3',
        uid: 0,
        ip: 4,
        laddr: '10.9.0.1',
        raddr: '10.9.0.2',
        rport: 9000,
      },
    );
    assert.equal(far('long')[0]!.rx_bytes, SENT);
    const line = new RegExp(
      `^${String(pid).padEnd(5)} python3 {4}10\\.9\\.0\\.1 {8}${String(ports.long![0]).padEnd(5)} 10\\.9\\.0\\.2 {8}9000 {3}3072 {5}0 \\d+\\.\\d\\d$`,
    );
    assert.equal(results.all.lines.filter((text) => line.test(text)).length, 1, `${line}`);
  });

  test('knows the owner when the server closes first, and when an interrupt closes', () => {
    assert.deepEqual([far('fetch')[0]!.pid, far('fetch')[0]!.tx_bytes], [serverPid, FETCHED]);
    assert.deepEqual([near('fetch')[0]!.pid, near('fetch')[0]!.rx_bytes], [pid, FETCHED]);
    assert.equal(far('reset')[0]!.pid, serverPid);
    assert.ok(ends(results.ofServer).length >= SHORT + 6, `${ends(results.ofServer).length} sessions of the server`);
    for (const end of ends(results.ofServer)) assert.equal(end.pid, serverPid);
  });

  test('names nobody as the owner of what an interrupt closes before it was accepted', () => {
    assert.deepEqual([near('unaccepted')[0]!.pid, near('unaccepted')[0]!.comm], [pid, 'python3']);
    assert.deepEqual([far('unaccepted')[0]!.pid, far('unaccepted')[0]!.comm], [0, '']);
    const line = results.all.lines.filter((text) => text.includes(' 9002  10.9.0.1 '));
    assert.match(line.join('\n'), /^0 {5}- {10}10\.9\.0\.2 /);
  });

  test('measures how long a session lasted', () => {
    const [idle] = near('idle');
    assert.ok((idle!.ms as number) >= 300 && (idle!.connect_ms as number) > 0, JSON.stringify(idle));
    assert.deepEqual(
      ends(results.json).flatMap(({ rport, connect_ms }) => (rport === 9 ? [connect_ms] : [])),
      [null],
    );
  });

  test('shows IPv6 in wide columns, and a dual-stack socket as IPv4', () => {
    const header = `PID   COMM             IP ${'LADDR'.padEnd(39)} LPORT ${'RADDR'.padEnd(39)} RPORT  TX_KB  RX_KB MS`;
    assert.equal(results.wide.lines[0], header);
    assert.equal(results.wide.lines.length, 3, results.wide.stdout);
    const row = new RegExp(
      `python3 {10}6 {2}fd00:9::1 {30} ${ports.six![0]} fd00:9::2 {30} 9000 {7}0 {6}0 \\d+\\.\\d\\d$`,
    );
    assert.equal(results.wide.lines.filter((line) => row.test(line)).length, 1, results.wide.stdout);
    assert.deepEqual([near('mapped')[0]!.ip, near('mapped')[0]!.laddr], [4, '10.9.0.1']);
  });

  test('writes comma-separated values, quoted where that is needed', () => {
    assert.equal(results.csv.lines[0], 'TIME,TIME(s),PID,COMM,IP,LADDR,LPORT,RADDR,RPORT,TX_KB,RX_KB,MS');
    const row = new RegExp(
      `^\\d\\d:\\d\\d:\\d\\d,\\d+\\.\\d{6},${pid},python3,4,10\\.9\\.0\\.1,${ports.long![0]},10\\.9\\.0\\.2,9000,3072,0,\\d+\\.\\d\\d$`,
    );
    assert.equal(results.csv.lines.filter((line) => row.test(line)).length, 1);
    assert.ok(
      results.csv.lines.some((line) => line.includes(`,${serverPid},"the ""server"",",4,`)),
      results.csv.stdout,
    );
  });

  test('filters by port and network namespace, and keeps the owner', () => {
    assert.equal(results.local.lines.length, 2, results.local.stdout);
    assert.match(results.local.lines[1]!, new RegExp(`^${serverPid} .* 9001  10\\.9\\.0\\.1 `));
    // The refused connection is one to port 9.
    assert.equal(results.remote.lines.length, 3, results.remote.stdout);
    for (const line of results.remote.lines.slice(1))
      assert.match(line, new RegExp(`^${pid} +python3 .* (9001 |9    ) `));
    assert.ok(ends(results.peer).length > SHORT);
    for (const { laddr } of ends(results.peer)) assert.match(String(laddr), /^(10\.9\.0\.2|fd00:9::2)$/);
  });

  test('shows sessions that were open before when asked to, with their owner', () => {
    const held = ends(results.existing).filter(({ lport, rport }) => lport === heldPort || rport === heldPort);
    assert.deepEqual(held.map(({ pid }) => pid).sort(), [serverPid, holderPid].sort());
    const [client] = held.filter(({ lport }) => lport === heldPort);
    assert.deepEqual([client!.ms, client!.connect_ms, client!.tx_bytes], [null, null, 77]);
    assert.equal(ends(results.json).filter(({ lport }) => lport === heldPort).length, 0);
  });

  test('refuses what makes no sense in one line', async () => {
    for (const args of ['-4 -6', '-L 0', '-D x', '-p 0']) {
      const result = await bench.run(`tcplife ${args}`);
      assert.equal(result.status, 2, args);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
