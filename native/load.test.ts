import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { addonPath } from '../scripts/build-native.ts';

/** Runs a module beside a copy of the loader in a directory without an addon. */
function runElsewhere(code: string, prepare: (directory: string) => void = () => {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-load-'));
  try {
    mkdirSync(join(directory, 'tools'));
    for (const file of ['load.ts', 'native.d.ts'])
      cpSync(join(import.meta.dirname, file), join(directory, 'tools', file));
    prepare(directory);
    const source = `import { native, openFile } from ${JSON.stringify(join(directory, 'tools/load.ts'))};\n${code}`;
    return execFileSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' }).trim();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const version = 'console.log(native().libbpfVersion().major)';

it('opens the addon beside the directory of the bundle', () => {
  assert.equal(
    runElsewhere(version, (directory) => cpSync(addonPath, join(directory, 'bcc-ts.node'))),
    '1',
  );
});

it('prefers the embedded addon', () => {
  const embedded = `globalThis[Symbol.for('bcc-ts.embedded-addon')] = () => openFile(${JSON.stringify(addonPath)});`;
  assert.equal(runElsewhere(`${embedded}${version}`), '1');
});

it('opens nothing before it is needed', () => {
  assert.equal(runElsewhere('console.log("quiet")'), 'quiet');
});

const failing = (setup: string) =>
  runElsewhere(`${setup}; try { native(); } catch (error) { console.log(error.message); }`);

it('names everything it tried', () => {
  const message = failing('');
  assert.match(message, /^cannot load the native addon \(.*\/bcc-ts\.node: .*; .*\/dist\/lib\/bcc-ts\/bcc-ts\.node: /);
  assert.doesNotMatch(message, /\n/);
});

it('looks nowhere else when the embedded addon fails', () => {
  const setup = `globalThis[Symbol.for('bcc-ts.embedded-addon')] = () => { throw new Error('no room'); }`;
  assert.equal(failing(setup), 'cannot load the native addon (the embedded copy: no room)');
});
