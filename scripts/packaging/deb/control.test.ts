import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debianChangelog } from './changelog.ts';
import { controlText } from './control.ts';
import { newestVersion } from './shared-libraries.ts';
import { wrapText } from './wrap-text.ts';

test('control data is written as dpkg reads it', () => {
  const control = controlText({
    package: 'bcc-ts-sample',
    version: '1.2.3',
    architecture: 'amd64',
    maintainer: 'A <a@b.example>',
    installedSize: 1025,
    depends: 'bcc-ts-runtime (= 1.2.3)',
    description: { synopsis: 'Trace samples.', text: 'First\n  paragraph.\n\nSecond one.' },
  });
  assert.equal(
    control,
    [
      'Package: bcc-ts-sample',
      'Source: bcc-ts',
      'Version: 1.2.3',
      'Architecture: amd64',
      'Maintainer: A <a@b.example>',
      'Installed-Size: 2',
      'Depends: bcc-ts-runtime (= 1.2.3)',
      'Section: admin',
      'Priority: optional',
      'Description: Trace samples',
      ' First paragraph.',
      ' .',
      ' Second one.',
      '',
    ].join('\n'),
  );
});

test('the changelog has the points of the latest notes only', () => {
  const notes =
    '# Changelog\n\nAbout.\n\n## 2.0\n\n### Added\n- `one`,\n  still one.\n\n### Fixed\n- two\n\n## 1.0\n- old\n';
  const release = { version: '2.0.0', time: 1_000_000_000, maintainer: 'A <a@b.example>', notes };
  assert.equal(
    debianChangelog(release),
    [
      'bcc-ts (2.0.0) unstable; urgency=medium',
      '',
      '  * one, still one.',
      '  * two',
      '',
      ' -- A <a@b.example>  Sun, 09 Sep 2001 01:46:40 +0000',
      '',
    ].join('\n'),
  );
  assert.match(debianChangelog({ ...release, notes: '' }), /^ {2}\* New version\.$/m);
});

test('lines are filled up to their width', () => {
  assert.deepEqual(wrapText('aa bb  cc\nabcdefgh d', 5), ['aa bb', 'cc', 'abcdefgh', 'd']);
  assert.deepEqual(wrapText('', 5), []);
});

test('of the versions a program needs the newest counts, by number', () => {
  const readelf = 'Name: GLIBC_2.9  Flags\n Name: GLIBC_2.28 \n Name: GLIBC_2.2.5\n Name: GLIBCXX_3.4.30\n';
  assert.equal(newestVersion(readelf, 'GLIBC'), '2.28');
  assert.throws(() => newestVersion(readelf, 'GCC'), /cannot tell which version of GCC is needed/);
});
