import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text } from '@bcc-ts/core';
import { type JsonValue, jsonObject } from './json.ts';

const encoded = (value: JsonValue): string => jsonObject([['v', value]]);

test('values become JSON that loses nothing', () => {
  const table: [JsonValue, string][] = [
    [1, '{"v":1}'],
    [-0.5, '{"v":-0.5}'],
    [true, '{"v":true}'],
    [undefined, '{"v":null}'],
    [Number.NaN, '{"v":null}'],
    [Number.POSITIVE_INFINITY, '{"v":null}'],
    [9007199254740991n, '{"v":9007199254740991}'],
    [9007199254740992n, '{"v":"9007199254740992"}'],
    [-9007199254740992n, '{"v":"-9007199254740992"}'],
    [18446744073709551615n, '{"v":"18446744073709551615"}'],
    [2 ** 53, '{"v":"9007199254740992"}'],
    ['a"b\\\n', '{"v":"a\\"b\\\\\\n"}'],
    ['\ud800', '{"v":"\ufffd"}'],
    [[1, 'a', null], '{"v":[1,"a",null]}'],
    [{ a: 1n, b: [true] }, '{"v":{"a":1,"b":[true]}}'],
    [Text.from('caf\u00e9'), '{"v":"caf\u00e9"}'],
    ['\u0085\u009b2J\u007f\u2028\u2029', '{"v":"\\u0085\\u009b2J\\u007f\\u2028\\u2029"}'],
    [Text.from('a\u202eb\u2066\u061c'), '{"v":"a\\u202eb\\u2066\\u061c"}'],
    ['\u{e0041}\u{1f600}', '{"v":"\\udb40\\udc41\u{1f600}"}'],
    [Text.from('\ufffd'), '{"v":"\ufffd"}'],
    [Text.from(Uint8Array.of(0x61, 0xff)), '{"v":"a\ufffd","v_b64":"Yf8="}'],
    [[Text.from('a'), Text.from(Uint8Array.of(0x80))], '{"v":["a","\ufffd"],"v_b64":["YQ==","gA=="]}'],
    [{ t: Text.from(Uint8Array.of(0xc3)) }, '{"v":{"t":"\ufffd","t_b64":"ww=="}}'],
  ];
  for (const [value, json] of table) assert.equal(encoded(value), json);
});

test('any bytes survive the way through JSON', () => {
  let seed = 99;
  const random = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  for (let round = 0; round < 2000; round++) {
    const bytes = Uint8Array.from({ length: random(24) }, () => (random(3) ? 1 + random(127) : 128 + random(128)));
    const fields = JSON.parse(encoded(Text.from(bytes))) as { v: string; v_b64?: string };
    const back = fields.v_b64 === undefined ? Buffer.from(fields.v) : Buffer.from(fields.v_b64, 'base64');
    assert.deepEqual(Uint8Array.from(back), bytes);
    assert.ok(fields.v.isWellFormed());
  }
});
