import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repositoriesFrom, sourcesText } from './debian-archive.ts';

const targets = [
  'http://mirror.example/debian/ bookworm',
  'http://mirror.example/debian/ bookworm',
  'http://mirror.example/debian/ bookworm-updates',
  'http://security.example/debian-security/ bookworm-security',
  '',
].join('\n');

test('a release that this machine uses comes with its updates and security updates', () => {
  assert.deepEqual(repositoriesFrom(targets, 'bookworm'), [
    { uri: 'http://mirror.example/debian', suite: 'bookworm' },
    { uri: 'http://mirror.example/debian', suite: 'bookworm-updates' },
    { uri: 'http://security.example/debian-security', suite: 'bookworm-security' },
  ]);
});

test('another release comes from the same mirror', () => {
  assert.deepEqual(repositoriesFrom(targets, 'sid'), [{ uri: 'http://mirror.example/debian', suite: 'sid' }]);
});

test('without a mirror there is an error that says what to do', () => {
  assert.throws(() => repositoriesFrom('\n', 'sid'), /cannot find the Debian mirror .* \(try: apt-get update\)/);
});

test('each repository is a stanza of the sources file', () => {
  const text = sourcesText(repositoriesFrom(targets, 'bookworm').slice(1), '/key.gpg');
  assert.equal(
    text,
    'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm-updates\nComponents: main\nSigned-By: /key.gpg\n\n' +
      'Types: deb\nURIs: http://security.example/debian-security\nSuites: bookworm-security\nComponents: main\n' +
      'Signed-By: /key.gpg\n',
  );
});
