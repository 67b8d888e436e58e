import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type ArrayTable, AttachFlags, BPF, BPFAttachType, ProgType, XdpFlags } from '../../src/index.ts';
import { filtering, packets } from './shared-texts.ts';

const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8' });

before(() => {
  ip('link', 'add', 'dev0', 'type', 'veth', 'peer', 'name', 'dev1');
  ip('link', 'set', 'dev0', 'up');
  ip('link', 'set', 'dev1', 'up');
});
after(() => ip('link', 'del', 'dev0'));

/** Sends frames from dev1 to dev0, of a type that nothing else sends; each has its number behind the header. */
function send(count: number): void {
  const program = `
import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("dev1", 0))
for number in range(${count}):
    s.send(b"\\xff" * 6 + b"\\x02\\0\\0\\0\\0\\1" + b"\\x88\\xb5" + number.to_bytes(4, "big") + b"x" * 46)
`;
  execFileSync('python3', ['-c', program]);
}

describe('XDP programs of an interface', () => {
  const shown = () => ip('link', 'show', 'dev0');
  interface Packets {
    counted: ArrayTable<bigint>;
  }
  let b: BPF<Packets>;
  before(() => {
    b = new BPF<Packets>({ text: packets });
  });
  after(() => b.close());

  it('XDP_FLAGS_DRV_MODE: in the driver', () => {
    b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_DRV_MODE });
    assert.match(shown(), / xdp(?!generic)/);
    // What is sent at one end arrives at the other.
    send(7);
    const end = Date.now() + 20_000;
    while (b.table('counted').get(0) < 7n && Date.now() < end);
    assert.ok(b.table('counted').get(0) >= 7n);
    b.removeXdp('dev0', XdpFlags.XDP_FLAGS_DRV_MODE);
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_SKB_MODE: in the generic path', () => {
    b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_SKB_MODE });
    assert.match(shown(), / xdpgeneric/);
    b.removeXdp('dev0', XdpFlags.XDP_FLAGS_SKB_MODE);
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_HW_MODE: refused by a driver without it', () => {
    assert.throws(
      () => b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_HW_MODE }),
      /cannot attach xdp to dev0: its driver .* XDP_FLAGS_HW_MODE/,
    );
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_UPDATE_IF_NOEXIST: refused where there is a program; without it that one is replaced', () => {
    const other = new BPF<Packets>({ text: packets });
    const flags = XdpFlags.XDP_FLAGS_UPDATE_IF_NOEXIST | XdpFlags.XDP_FLAGS_DRV_MODE;
    b.attachXdp({ dev: 'dev0', fn: b.loadFunc('pass', ProgType.XDP), flags });
    const first = shown().match(/prog\/xdp id (\d+)/)?.[1];
    assert.ok(first);
    assert.throws(() => other.attachXdp({ dev: 'dev0', fn: 'drop', flags }), /it has an xdp program already/);
    assert.equal(shown().match(/prog\/xdp id (\d+)/)?.[1], first);
    other.attachXdp({ dev: 'dev0', fn: 'drop', flags: XdpFlags.XDP_FLAGS_DRV_MODE });
    assert.notEqual(shown().match(/prog\/xdp id (\d+)/)?.[1], first);
    other.close();
    assert.doesNotMatch(shown(), / xdp/);
  });
  it('XDP_FLAGS_REPLACE: refused, with what to do instead', () => {
    assert.throws(
      () => b.attachXdp({ dev: 'dev0', fn: 'pass', flags: XdpFlags.XDP_FLAGS_REPLACE }),
      /XDP_FLAGS_REPLACE is not supported, as in BCC \(without flags/,
    );
  });
});

describe('packets of an interface', () => {
  const HEADER_BYTES = 14;
  let b: BPF;
  before(() => {
    b = new BPF({ text: filtering });
  });
  after(() => b.close());

  it('attachRawSocket: those that the function lets through, as much of them as it says', () => {
    using socket = b.attachRawSocket({ dev: 'dev0', fn: 'marked' });
    assert.equal(socket.receive(), undefined);
    send(7);
    for (let number = 0; number < 7; number++) {
      const packet = socket.receive(10_000)!;
      assert.equal(packet.length, 20);
      assert.equal(packet.readUInt16BE(HEADER_BYTES - 2), 0x88b5);
      assert.equal(packet.readUInt32BE(HEADER_BYTES), number);
    }
    assert.equal(socket.receive(), undefined);
    assert.equal(socket.lost, 0);
  });
  it('attachRawSocket: what found no room is counted', () => {
    const socket = b.attachRawSocket({ dev: 'dev0', fn: b.loadFunc('marked', ProgType.SOCKET_FILTER) });
    const sent = 2003;
    send(sent);
    let received = 0;
    while (socket.receive(200)) received++;
    assert.ok(received > 0 && received < sent, `${received} packets`);
    assert.equal(received + socket.lost, sent);
    socket.close();
    assert.equal(received + socket.lost, sent);
    assert.equal(socket.receive(), undefined);
  });
  it('attachRawSocket: refused where there is no such interface, and for another type of program', () => {
    assert.throws(
      () => b.attachRawSocket({ dev: 'none', fn: 'marked' }),
      /^Error: cannot attach a socket to none: no such network interface/,
    );
    assert.throws(
      () => b.attachRawSocket({ dev: 'dev0', fn: b.loadFunc('refuse', ProgType.CGROUP_SKB) }),
      /cannot open a packet socket on interface \d+: the program is no socket filter/,
    );
    ip('link', 'set', 'dev0', 'down');
    using socket = b.attachRawSocket({ dev: 'dev0', fn: 'marked' });
    assert.throws(() => socket.receive(), { code: 'ENETDOWN' });
    ip('link', 'set', 'dev0', 'up');
  });
});

describe('programs of a cgroup', () => {
  const cgroup = '/sys/fs/cgroup/bcc-ts-refused';
  const sending = `echo $$ > ${cgroup}/cgroup.procs; exec python3 -c 'import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))'`;
  /** What sending a packet says in the cgroup. */
  const sent = () => {
    try {
      execFileSync('sh', ['-c', sending], { stdio: 'pipe' });
      return '';
    } catch (error) {
      return (error as { stderr: Buffer }).stderr.toString();
    }
  };

  let directory: number;
  before(() => {
    mkdirSync(cgroup);
    directory = openSync(cgroup, 'r');
  });
  after(() => {
    closeSync(directory);
    rmdirSync(cgroup);
  });

  it('attachFunc, detachFunc: with what goes out', () => {
    const b = new BPF({ text: filtering });
    const target = {
      fn: b.loadFunc('refuse', ProgType.CGROUP_SKB),
      fd: directory,
      attachType: BPFAttachType.CGROUP_INET_EGRESS,
    };
    assert.equal(sent(), '');
    b.attachFunc(target);
    assert.match(sent(), /Operation not permitted/);
    b.detachFunc(target);
    assert.equal(sent(), '');
    assert.throws(() => b.detachFunc(target), /cannot detach descriptor \d+, type 1: it is not attached by refuse/);
    b.attachFunc({ ...target, flags: AttachFlags.BPF_F_ALLOW_MULTI });
    assert.match(sent(), /Operation not permitted/);
    const other = { ...target, fn: b.loadFunc('allow', ProgType.CGROUP_SKB) };
    assert.throws(
      () => b.attachFunc(other),
      /cannot attach to descriptor \d+ as type 1: another program is there that allows no more/,
    );
    assert.throws(
      () => b.attachFunc({ ...target, attachType: BPFAttachType.CGROUP_DEVICE }),
      /cannot attach to descriptor \d+ as type 6: the program is of another type/,
    );
    b.close();
    assert.equal(sent(), '');
  });
  it('loadFunc: a program that has to say what it will be attached to', () => {
    const b = new BPF({ text: filtering });
    const attachType = BPFAttachType.CGROUP_UDP4_SENDMSG;
    const target = {
      fn: b.loadFunc('refuse_address', ProgType.CGROUP_SOCK_ADDR, attachType),
      fd: directory,
      attachType,
    };
    b.attachFunc(target);
    assert.match(sent(), /Operation not permitted/);
    b.detachFunc(target);
    assert.equal(sent(), '');
    b.close();
  });
});
