import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inetOptions, network, networkNamespace } from './inet-filter.ts';
import { setVariables } from './option-effects.ts';
import { ToolError, UsageError } from './usage-error.ts';

const ALL = 0xffffffffffffffffn;

const networks = [
  ['127.0.0.1', [0n, 0x0100007fffff0000n], [ALL, ALL]],
  ['10.1.2.3/8', [0n, 0x0000000affff0000n], [ALL, 0x000000ffffffffffn]],
  ['2001:db8::/32', [0xb80d0120n, 0n], [0xffffffffn, 0n]],
  ['::/0', [0n, 0n], [0n, 0n]],
] as const;

for (const [text, value, mask] of networks) {
  test(`${text} becomes an address and a mask`, () => {
    assert.deepEqual(network(text), { network: value, mask });
  });
}

test('what is no network is refused', () => {
  for (const text of ['', 'host', '10.0.0.0/33', '::1/129', '10.0.0.0/', '10.0.0.0/8/8', '/8']) {
    assert.throws(() => network(text), UsageError, text);
  }
});

test('an option for one family conflicts with networks of the other', () => {
  const conflicts = (text: string) => inetOptions.address.conflicts(network(text));
  for (const text of ['127.0.0.1', '10.0.0.0/8', '::ffff:10.0.0.1', '0.0.0.0/0']) {
    assert.deepEqual(conflicts(text), ['ipv6'], text);
  }
  for (const text of ['::1', '2001:db8::/32', '::ffff:0:0:0/96', 'fe80::/10']) {
    assert.deepEqual(conflicts(text), ['ipv4'], text);
  }
  for (const text of ['::/0', '::/64', '::/80']) assert.deepEqual(conflicts(text), [], text);
});

test('a network namespace is an inode number, a path or a name', () => {
  assert.equal(networkNamespace('4026531840'), 4026531840);
  assert.ok(networkNamespace('/proc/self/ns/net') > 0);
  for (const text of ['no-such-namespace', '/dev/null']) assert.throws(() => networkNamespace(text), ToolError, text);
  for (const text of ['0', '4294967296']) assert.throws(() => networkNamespace(text), UsageError, text);
});

test('the options set the variables of inet-socket.bpf.h', () => {
  const rodata = { only_version: 0 };
  setVariables(inetOptions, { ipv4: false, ipv6: true, address: network('10.0.0.0/8'), netns: 5 }, rodata);
  const { mask: remote_mask, network: remote_network } = network('10.0.0.0/8');
  assert.deepEqual(rodata, { only_version: 6, remote_network, remote_mask, target_netns: 5 });
});
