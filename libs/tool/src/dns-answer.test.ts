import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text } from '@bcc-ts/core';
import { DnsCache, dnsAnswer, dnsNameInWords } from './dns-answer.ts';

const question = (...labels: (string | Buffer)[]) =>
  Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
    Buffer.from('0000010001', 'hex'),
  ]);
const record = (type: number, data: Buffer, owner = Buffer.from('c00c', 'hex')) => {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
};
const message = (questionSection: Buffer, records: Buffer[], flags = 0x8180) => {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(flags, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, questionSection, ...records]);
};
const a = record(1, Buffer.of(192, 0, 2, 1));
const aaaa = record(28, Buffer.from('20010db8000000000000000000000001', 'hex'));
const alias = record(5, Buffer.concat([Buffer.from('\x03cdn'), Buffer.from('c00c', 'hex')]));

test('an answer gives the name that was asked for and all addresses, through aliases', () => {
  const answer = dnsAnswer(message(question('www', 'example'), [alias, a, aaaa]))!;
  assert.equal(answer.name.toString(), 'www.example');
  assert.deepEqual(answer.addresses, ['192.0.2.1', '2001:db8::1']);
});

test('questions and answers without an address give nothing', () => {
  assert.equal(dnsAnswer(message(question('x'), [a], 0x0100)), undefined);
  assert.equal(dnsAnswer(message(question('x'), [alias])), undefined);
  assert.equal(dnsAnswer(message(question('x'), [])), undefined);
});

test('of a message that ends early, what is complete is used', () => {
  const whole = message(question('x'), [a, aaaa]);
  for (let length = 0; length < whole.length; length++) {
    const addresses = dnsAnswer(whole.subarray(0, length))?.addresses ?? [];
    assert.deepEqual(addresses, length < whole.length - aaaa.length ? [] : ['192.0.2.1'], `${length} bytes`);
  }
});

test('names that point at themselves, or are too long, end', () => {
  assert.equal(dnsAnswer(message(Buffer.from('c00c00010001', 'hex'), [a])), undefined);
  const label = 'x'.repeat(63);
  assert.equal(dnsAnswer(message(question(label, label, label, label, label), [a])), undefined);
  assert.deepEqual(
    dnsAnswer(message(question('x'), [a, record(1, Buffer.of(1, 2, 3, 4), Buffer.from('c014', 'hex'))])),
    {
      name: dnsAnswer(message(question('x'), [a]))!.name,
      addresses: ['192.0.2.1'],
    },
  );
});

test('a name keeps its bytes, and a dot in a label is told from one between labels', () => {
  const { name } = dnsAnswer(message(question('a.b', Buffer.of(0x1b, 0xff), 'c'), [a]))!;
  assert.equal(name.bytes.toString('latin1'), 'a\\.b.\x1b\xff.c');
  assert.equal(name.escaped().includes('\x1b'), false);
});

test('random bytes never throw', () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed >> 16;
  };
  for (let round = 0; round < 5000; round++) {
    const bytes = message(question('www', 'example'), [alias, a, aaaa]);
    for (let flips = 0; flips < 8; flips++) bytes[random() % bytes.length] = random();
    dnsAnswer(bytes);
    dnsAnswer(bytes.subarray(0, random() % bytes.length));
  }
});

test('the cache keeps the last name of an address, each namespace for itself, and does not grow', () => {
  const cache = new DnsCache(3);
  cache.learn(1, message(question('old'), [a]), 1n);
  cache.learn(1, message(question('new'), [a]), 5n);
  cache.learn(2, message(question('other'), [a]), 6n);
  assert.equal(cache.find(1, '192.0.2.1', 7n)!.name.toString(), 'new');
  assert.equal(cache.find(1, '192.0.2.1', 7n)!.ageMs, 2e-6);
  assert.equal(cache.find(2, '192.0.2.1', 7n)!.name.toString(), 'other');
  assert.equal(cache.find(3, '192.0.2.1', 7n), undefined);
  assert.equal(cache.find(1, '192.0.2.1', 86_400_000_000_006n), undefined);
  const many = Array.from({ length: 3 }, (_, index) => record(1, Buffer.of(10, 0, 0, index)));
  cache.learn(1, message(question('many'), many), 8n);
  assert.equal(cache.find(1, '192.0.2.1', 8n), undefined);
  assert.equal(cache.find(1, '10.0.0.2', 8n)!.name.toString(), 'many');
});

test('a name is shown with its age where it is not recent', () => {
  const name = Text.from('db.example');
  assert.equal(dnsNameInWords('192.0.2.1', { name, ageMs: 100 }), 'db.example');
  assert.equal(dnsNameInWords('192.0.2.1', { name, ageMs: 1234.5678 }), 'db.example (1234.568ms)');
  assert.equal(dnsNameInWords('192.0.2.1', undefined), 'No DNS Query');
  assert.equal(dnsNameInWords('::1', undefined), 'localhost');
});
