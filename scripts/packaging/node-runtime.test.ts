import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { forgetEnvironment } from './environment-names.ts';
import { nodeRuntime } from './node-runtime.ts';

const work = mkdtempSync(join(tmpdir(), 'bcc-ts-runtime-test-'));
after(() => rmSync(work, { recursive: true }));
const out = join(work, 'out');
mkdirSync(out);
const script = join(work, 'script.cjs');
writeFileSync(script, "require('./other.cjs'); process.emitWarning('a warning'); process.stdout.write('done');");
writeFileSync(join(work, 'other.cjs'), '');
writeFileSync(
  join(work, 'hostile.cjs'),
  `require('node:fs').writeFileSync(${JSON.stringify(join(out, 'pwned'))}, '');`,
);
execFileSync('mkfifo', [join(work, 'fifo')]);

describe('the runtime ignores', () => {
  const hostile: Record<string, string> = {
    NODE_OPTIONS: `--require ${join(work, 'hostile.cjs')}`,
    NODE_COMPILE_CACHE: join(out, 'cache'),
    NODE_V8_COVERAGE: join(out, 'coverage'),
    NODE_REDIRECT_WARNINGS: join(out, 'warnings'),
    // Reading it would wait for a writer that never comes.
    OPENSSL_CONF: join(work, 'fifo'),
  };
  for (const [name, value] of Object.entries(hostile)) {
    test(name, async () => {
      const options = {
        env: { [name]: value },
        encoding: 'utf8',
        timeout: 20_000,
        stdio: ['ignore', 'pipe', 'ignore'],
      };
      assert.equal(execFileSync(await nodeRuntime(), [script], options as { encoding: 'utf8' }), 'done');
      assert.deepEqual(readdirSync(out), []);
    });
  }
});

test('the first constant of a name is emptied, others are left alone', () => {
  const image = Buffer.from('..X_A\0X_A\0\0X_A\0');
  forgetEnvironment(image, ['X_A']);
  assert.equal(image.toString(), '..X_A\0\0_A\0\0X_A\0');
});

test('a name that is not there is an error', () => {
  assert.throws(() => forgetEnvironment(Buffer.from('\0X_AB\0'), ['X_A']), /cannot make Node ignore X_A: /);
});
