import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const CONNECTS = 23;
const CONNECTS6 = 7;

/** A second machine, reached through a pair of Ethernet devices, with a server on two ports. */
const network = `
set -e
ip netns add peer
ip link add near type veth peer name far netns peer
ip address add 10.9.0.1/24 dev near
ip address add fd00:9::1/64 dev near nodad
ip link set near up
ip link set lo up
ip -n peer address add 10.9.0.2/24 dev far
ip -n peer address add fd00:9::2/64 dev far nodad
ip -n peer link set far up
ip -n peer link set lo up
echo nameserver 127.0.0.1 > /etc/resolv.conf
`;

/** Serves TCP on ports 8000 and 8001, for ever. */
const server = `
import socket, threading
def serve(port):
    listener = socket.socket(socket.AF_INET6)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('::', port))
    listener.listen(100)
    while True: listener.accept()[0].close()
threads = [threading.Thread(target=serve, args=(port,)) for port in (8000, 8001)]
for thread in threads: thread.start()
print('ready', flush=True)
`;

/**
 * A DNS server on port 53, for ever. Every name has an alias and the address 10.9.0.2, or fd00:9::2; "many" so many
 * addresses more that the answer is longer than 512 bytes.
 */
const dns = String.raw`
import socket, struct
server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
server.bind(('::', 53))
print('ready', flush=True)
def record(owner, kind, data): return owner + struct.pack('>HHIH', kind, 1, 60, len(data)) + data
while True:
    query, sender = server.recvfrom(4096)
    question = query[12:query.index(b'\0', 12) + 5]
    kind = struct.unpack('>H', question[-4:-2])[0]
    address = socket.inet_aton('10.9.0.2') if kind == 1 else socket.inet_pton(socket.AF_INET6, 'fd00:9::2')
    answers = [record(b'\xc0\x0c', 5, b'\x05alias\xc0\x0c')]
    alias = struct.pack('>H', 0xc000 + 12 + len(question) + 12)
    if question.startswith(b'\x04many'):
        answers += [record(alias, 1, bytes([10, 8, 0, i])) for i in range(99)]
    answers.append(record(alias, kind, address))
    server.sendto(query[:2] + b'\x81\x80\0\1' + struct.pack('>H', len(answers)) + b'\0\0\0\0' + question + b''.join(answers), sender)
`;

/** Connects in every way there is, and prints the local ports. */
const client = String.raw`
import json, os, socket, struct, sys, time
ports = {}
def connect(what, family, address, bind=None):
    s = socket.socket(family)
    if what == 'nonblocking': s.setblocking(False)
    try: s.connect(address)
    except OSError: pass
    ports.setdefault(what, []).append(s.getsockname()[1])
    s.close()
def ask(name, size, connected=True, family=socket.AF_INET, server='127.0.0.1'):
    question = b'\0\1\1\0\0\1\0\0\0\0\0\0' + b''.join(bytes([len(l)]) + l for l in name.split(b'.')) + b'\0\0\1\0\1'
    s = socket.socket(family, socket.SOCK_DGRAM)
    if connected:
        s.connect((server, 53)); s.send(question); return s.recv(size)
    s.sendto(question, (server, 53)); return s.recvfrom(size)[0]

for _ in range(${CONNECTS}): connect('four', socket.AF_INET, ('10.9.0.2', 8000))
for _ in range(${CONNECTS6}): connect('six', socket.AF_INET6, ('fd00:9::2', 8001))
connect('mapped', socket.AF_INET6, ('::ffff:10.9.0.2', 8001))
connect('refused', socket.AF_INET, ('10.9.0.2', 9))
connect('nonblocking', socket.AF_INET, ('10.9.0.2', 8001))
connect('unreachable', socket.AF_INET, ('203.0.113.7', 80))
connect('unreachable6', socket.AF_INET6, ('2001:db8::7', 80))
connect('unreachable-mapped', socket.AF_INET6, ('::ffff:203.0.113.8', 80))

address = socket.getaddrinfo('test.example', 8000, socket.AF_INET, socket.SOCK_STREAM)[0][4]
connect('named', socket.AF_INET, address)
time.sleep(0.2)
connect('named-late', socket.AF_INET, address)
ask(b'many.example', 4096)
connect('many', socket.AF_INET, ('10.9.0.2', 8000))
# The answer fills the memory to the last byte.
length = len(ask(b'exact.example', 4096))
ask(b'exact.example', length)
connect('exact', socket.AF_INET, ('10.9.0.2', 8000))
ask(b'unconnected.example', 512, False)
connect('unconnected', socket.AF_INET, ('10.9.0.2', 8000))
ask(b'six.example', 512, True, socket.AF_INET6, '::1')
connect('by-six', socket.AF_INET, ('10.9.0.2', 8000))
ask(b'\x1b[2J.\xffbytes', 512)
connect('hostile', socket.AF_INET, ('10.9.0.2', 8000))
connect('local', socket.AF_INET, ('127.0.0.1', 9))
child = os.fork()
if child == 0:
    os.setuid(65534)
    connect('nobody', socket.AF_INET, ('10.9.0.2', 8001))
    os._exit(0)
os.waitpid(child, 0)
print(json.dumps({'pid': os.getpid(), 'ports': ports}))
`;

toolTest('tcpconnect', (bench, test) => {
  let results: Results<'all' | 'json' | 'failed' | 'nobody' | 'filtered' | 'six' | 'peer' | 'count' | 'countByPort'>;
  let pid: number;
  let ports: Record<string, number[]>;
  const rows = (result: ToolResult, text: RegExp) => result.lines.filter((line) => text.test(line));

  before(async () => {
    const { guest } = bench;
    const files = { network, server, dns, client };
    for (const [name, stdin] of Object.entries(files)) await guest.run(`cat > ${name}`, { stdin });
    const ready = await guest.run(
      `bash network && mkfifo ready && for command in 'ip netns exec peer python3 server' 'python3 dns'; do
         setsid $command > ready < /dev/null 2> server.log & head -1 ready || exit 1
       done`,
    );
    assert.equal(ready.stdout, 'ready\nready\n', ready.stderr);
    const commands = {
      all: 'tcpconnect -t',
      json: 'tcpconnect --json -d',
      failed: 'tcpconnect -dx',
      nobody: 'tcpconnect -LU -u 65534',
      filtered: 'tcpconnect -4 -P 8001,9 --address 10.9.0.0/24',
      six: 'tcpconnect -6',
      peer: 'tcpconnect --netns peer',
      count: 'tcpconnect -c',
      countByPort: 'tcpconnect -cs -P 8001',
    };
    results = await bench.during(commands, async () => {
      const done = await bench.workload(
        'python3 client && ip netns exec peer bash -c "exec 3<> /dev/tcp/10.9.0.2/8000"',
      );
      ({ pid, ports } = JSON.parse(done.stdout));
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows each of ${CONNECTS} IPv4 and ${CONNECTS6} IPv6 connections once`, () => {
    assert.equal(results.all.lines[0], 'Tracing connect ... Hit Ctrl-C to end');
    assert.equal(results.all.lines[1], 'TIME(s)  PID     COMM         IP SADDR            DADDR            DPORT');
    const four = `4  10\\.9\\.0\\.1 {9}10\\.9\\.0\\.2 {9}8000$`;
    const python = `^\\d+\\.\\d{3} +${String(pid).padEnd(7)} python3 {6}`;
    // Those below in the order of the client, then those after a name was asked for.
    assert.equal(rows(results.all, new RegExp(python + four)).length, CONNECTS + 7);
    const sixes = new RegExp(`${python}6  fd00:9::1 {8}fd00:9::2 {8}8001$`);
    assert.equal(rows(results.all, sixes).length, CONNECTS6);
    assert.match(results.all.lines[2]!, /^0\.000 /);
  });

  test('shows a refused, a non-blocking and a dual-stack connection, the last once and as IPv4', () => {
    assert.equal(rows(results.all, /4 {2}10\.9\.0\.1 +10\.9\.0\.2 +9$/).length, 1);
    assert.equal(rows(results.all, /python3 +4 {2}10\.9\.0\.1 +10\.9\.0\.2 +8001$/).length, 3);
    assert.equal(rows(results.all, /203\.0\.113|2001:db8/).length, 0);
  });

  test('shows failed calls with their error when asked to', () => {
    assert.match(results.failed.lines[1]!, /^PID .* DADDR {12}DPORT {2}ERR {2}QUERY$/);
    assert.equal(rows(results.failed, / 4 {2}0\.0\.0\.0 +203\.0\.113\.7 +80 +101 +No DNS Query$/).length, 1);
    assert.equal(rows(results.failed, / 4 {2}0\.0\.0\.0 +203\.0\.113\.8 +80 +101 +No DNS Query$/).length, 1);
    assert.equal(rows(results.failed, / 6 {2}\S+ +2001:db8::7 +80 +101 +No DNS Query$/).length, 1);
    assert.equal(rows(results.failed, /113\.8/).length, 1);
  });

  test('adds the local port and the user, and filters by user', () => {
    assert.equal(
      results.nobody.lines[1],
      'UID   PID     COMM         IP SADDR            LPORT  DADDR            DPORT',
    );
    assert.equal(results.nobody.lines.length, 3);
    assert.match(results.nobody.lines[2]!, /^65534 \d+ +python3 +4 {2}10\.9\.0\.1 +[1-9]\d+ +10\.9\.0\.2 +8001$/);
  });

  test('filters by port, network, family and network namespace', () => {
    assert.equal(results.filtered.lines.length, 2 + 4, results.filtered.stdout);
    for (const line of results.filtered.lines.slice(2)) assert.match(line, / 4 {2}10\.9\.0\.1 +10\.9\.0\.2 +(8001|9)$/);
    assert.equal(results.six.lines.length, 2 + CONNECTS6, results.six.stdout);
    assert.equal(results.peer.lines.length, 3, results.peer.stdout);
    assert.match(results.peer.lines[2]!, /^\d+ +bash +4 {2}10\.9\.0\.2 +10\.9\.0\.2 +8000$/);
  });

  test('filters by process', async () => {
    const waiting = await bench.guest.run(
      `mkfifo go && { bash -c 'read line; exec 3<> /dev/tcp/10.9.0.2/8001 4<> /dev/tcp/10.9.0.2/8000' <> go & }; echo $!`,
    );
    const other = waiting.stdout.trim();
    const run = await bench.start(`tcpconnect -p ${other}`);
    await bench.workload('bash -c "exec 3<> /dev/tcp/10.9.0.2/8000"; echo > go; sleep 1');
    const { lines } = await run.interrupt();
    assert.equal(lines.length, 2 + 2, lines.join('\n'));
    for (const line of lines.slice(2)) assert.match(line, new RegExp(`^${other.padEnd(7)} bash `));
  });

  test('finds the name that was resolved to an address', () => {
    const named = (port: number) => results.json.json().find((event) => event.lport === port)!;
    const expected = {
      named: 'test.example',
      'named-late': 'test.example',
      many: 'many.example',
      exact: 'exact.example',
      unconnected: 'unconnected.example',
      'by-six': 'six.example',
      four: null,
    };
    for (const [what, query] of Object.entries(expected)) assert.equal(named(ports[what]![0]!).query, query, what);
    assert.ok(named(ports['named-late']![0]!).query_age_ms >= 200);
    assert.equal(named(ports.hostile![0]!).query_b64, Buffer.from('\x1b[2J.\xffbytes', 'latin1').toString('base64'));
    assert.equal(rows(results.failed, /4 {2}127\.0\.0\.1 +127\.0\.0\.1 +9 +0 +localhost$/).length, 1);
    assert.equal(rows(results.failed, / test\.example \(\d{3,}\.\d{3}ms\)$/).length >= 1, true);
    assert.equal(rows(results.failed, / 8000 +0 +\\x1b\[2J\.\\xffbytes( \(\d+\.\d{3}ms\))?$/).length, 1);
    const [first] = results.json.json();
    const { saddr, lport, daddr, dport, ip, comm, err } = first!;
    assert.deepEqual(
      { saddr, lport, daddr, dport, ip, comm, err },
      { saddr: '10.9.0.1', lport: ports.four![0], daddr: '10.9.0.2', dport: 8000, ip: 4, comm: 'python3', err: 0 },
    );
  });

  test('counts connections by address and port', () => {
    const heading = (titles: string[]) =>
      titles.map((title, index) => title.padEnd([25, 25, 20, 10][index]!)).join(' ');
    assert.equal(results.count.lines[1], '');
    assert.equal(results.count.lines[2], heading(['LADDR', 'RADDR', 'RPORT', 'CONNECTS']).trimEnd());
    const most = CONNECTS + 7;
    assert.equal(results.count.lines[3], heading(['10.9.0.1', '10.9.0.2', '8000', String(most)]).trimEnd());
    assert.equal(rows(results.count, new RegExp(`^fd00:9::1 +fd00:9::2 +8001 +${CONNECTS6}$`)).length, 1);
    assert.equal(rows(results.count, /^10\.9\.0\.2 +10\.9\.0\.2 +8000 +1$/).length, 1);
    assert.equal(results.countByPort.lines.length, 3 + CONNECTS6 + 3, results.countByPort.stdout);
  });

  test('does without trampolines', async () => {
    const run = await bench.start('BCC_TS_MISSING=trampolines tcpconnect -x');
    await bench.workload('python3 client');
    const { lines, stderr } = await run.interrupt();
    assert.equal(stderr, '');
    const to = (end: string) => lines.filter((line) => line.endsWith(end)).length;
    assert.equal(to('10.9.0.2         8000   0'), CONNECTS + 7);
    assert.equal(to('fd00:9::2        8001   0'), CONNECTS6);
    assert.equal(to('10.9.0.2         8001   0'), 3);
    assert.equal(to('203.0.113.8      80     101'), 1);
  });

  test('refuses what makes no sense in one line', async () => {
    for (const [args, message] of [
      ['-4 -6', /ipv4 and --ipv6/],
      ['-c -d', /count|dns/],
      ['-P 0', /too small/],
      ['-P http', /not an integer/],
      ['--address 300.1.1.1', /not an address/],
    ] as const) {
      const result = await bench.run(`tcpconnect ${args}`);
      assert.equal(result.status, 2, args);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
