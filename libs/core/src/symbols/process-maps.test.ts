import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mappingAt, parseMaps, systemProcesses } from './process-maps.ts';

const text = `00400000-00401000 r--p 00000000 fd:01 1234                               /usr/bin/with space
00401000-00402000 r-xp 00001000 fd:01 1234                               /usr/bin/with space
7f0000000000-7f0000001000 r-xp 00000000 00:00 0 
7f0000002000-7f0000003000 rwxp 00002000 00:2b 99 /lib/a (deleted)
7f0000004000-7f0000005000 r-xp 00000000 fd:01 98 /lib/new\\012line
7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`;

describe('mappings', () => {
  const mappings = parseMaps(text);

  it('are the executable ones', () => {
    assert.deepEqual(
      mappings.map(({ path, deleted, inode }) => [path, deleted, inode]),
      [
        ['/usr/bin/with space', false, 1234n],
        ['', false, 0n],
        ['/lib/a', true, 99n],
        ['/lib/new\nline', false, 98n],
        ['[vdso]', false, 0n],
        ['[vsyscall]', false, 0n],
      ],
    );
    assert.deepEqual(mappings[0], {
      start: 0x401000n,
      end: 0x402000n,
      offset: 0x1000n,
      device: 'fd:01',
      inode: 1234n,
      path: '/usr/bin/with space',
      deleted: false,
    });
  });

  it('are found by address', () => {
    const at = (address: bigint) => mappingAt(mappings, address)?.path;
    assert.equal(at(0x401000n), '/usr/bin/with space');
    assert.equal(at(0x401fffn), '/usr/bin/with space');
    assert.equal(at(0x402000n), undefined);
    assert.equal(at(0x400fffn), undefined);
    assert.equal(at(0x7f0000002800n), '/lib/a');
    assert.equal(at(0xffffffffff600001n), '[vsyscall]');
    assert.equal(mappingAt([], 1n), undefined);
  });

  it('may be crafted', () => {
    for (const odd of [
      '',
      '\n\n',
      'x',
      '1-2 r-xp',
      '1-2 r-xp 0 0:0 x',
      `${'f'.repeat(70_000)}-1 r-xp 0 0:0 0`,
      '-- -x-',
    ]) {
      assert.doesNotThrow(() => parseMaps(odd));
    }
    const row = (i: number) => `${(i * 4096).toString(16)}-${(i * 4096 + 4096).toString(16)} r-xp 0 0:0 0 \n`;
    assert.equal(parseMaps(Array.from({ length: 70_000 }, (_, i) => row(i + 1)).join('')).length, 16_384);
  });
});

describe('processes', () => {
  it('have a start time, a user and a number of their own', () => {
    assert.match(systemProcesses.startTime(process.pid)!, /^\d+$/);
    assert.equal(systemProcesses.identity(process.pid)!.uid, BigInt(process.geteuid!()));
    assert.equal(systemProcesses.identity(process.pid)!.innerPid, process.pid);
  });

  it('that are gone have nothing', () => {
    for (const ask of Object.values(systemProcesses)) assert.equal(ask(2 ** 30), undefined);
  });
});
