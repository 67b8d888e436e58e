import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inetAddress, inetAddressBytes } from './inet-address.ts';

const forms = [
  ['00000000000000000000ffff7f000001', '127.0.0.1'],
  ['00000000000000000000000000000001', '::1'],
  ['00000000000000000000000000000000', '::'],
  ['fe800000000000000000000000000001', 'fe80::1'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['20010db8000100010001000100010001', '2001:db8:1:1:1:1:1:1'],
  ['20010db8000100010001000000010001', '2001:db8:1:1:1:0:1:1'],
  ['20010db8000000000000000000000000', '2001:db8::'],
] as const;

for (const [hex, text] of forms) {
  test(`${text} is read and written`, () => {
    assert.equal(inetAddress(Buffer.from(hex, 'hex')), text);
    assert.equal(inetAddressBytes(text)?.toString('hex'), hex);
  });
}

test('four bytes are IPv4', () => assert.equal(inetAddress(Uint8Array.of(192, 0, 2, 1)), '192.0.2.1'));

test('an IPv6 address may end as an IPv4 one', () => {
  assert.equal(inetAddressBytes('64:ff9b::192.0.2.33')?.toString('hex'), '0064ff9b0000000000000000c0000221');
});

test('what is no address is refused', () => {
  for (const text of ['', '1.2.3', '1.2.3.256', ':::', '1::2::3', 'fe80::1%eth0', 'localhost', '1:2:3:4:5:6:7']) {
    assert.equal(inetAddressBytes(text), undefined, text);
  }
});
