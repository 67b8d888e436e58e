import assert from 'node:assert/strict';
import {
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ProgramDirectory, stop, waitingProgram } from '../../test/native-program.ts';
import { Binary } from './binary.ts';
import { findLibrary } from './find-library.ts';
import { type ProcessFiles, parseMaps, systemProcesses } from './process-maps.ts';
import { UserSymbols } from './user-symbols.ts';

const root = process.getuid?.() === 0;

describe('user symbols', () => {
  let programs: ProgramDirectory;
  before(async () => {
    programs = await ProgramDirectory.create();
  });
  after(() => programs.remove());

  const clock = () => {
    const time = { ms: 0 };
    return { time, now: () => time.ms };
  };

  it('name the functions of this process’s C library', () => {
    const mapping = parseMaps(readFileSync('/proc/self/maps', 'utf8')).find(({ path }) => /libc\.so\.6$/.test(path))!;
    using libc = Binary.open(findLibrary('c', { pid: process.pid })!);
    using symbols = new UserSymbols();
    const address = mapping.start + libc.find('malloc')!.offset - mapping.offset + 3n;
    const expected = { address, name: 'malloc', offset: 3n, module: mapping.path };
    assert.deepEqual(symbols.resolve(process.pid, address), expected);
    const gap = symbols.resolve(process.pid, mapping.start + 1n);
    assert.equal(gap.module, mapping.path);
    assert.equal(gap.name, undefined);
    assert.equal(gap.offset, libc.elf.addressAt(mapping.offset + 1n));
  });

  it('name the functions of the vdso', { skip: !root && 'reading memory of the process needs root' }, () => {
    const mapping = parseMaps(readFileSync('/proc/self/maps', 'utf8')).find(({ path }) => path === '[vdso]')!;
    using symbols = new UserSymbols();
    const found = new Set<string | undefined>();
    for (let at = mapping.start; at < mapping.end; at += 16n) found.add(symbols.resolve(process.pid, at).name);
    assert.ok(
      [...found].some((name) => /clock_gettime/.test(name ?? '')),
      [...found].join(),
    );
  });

  for (const options of [['-pie', '-fPIE'], ['-no-pie', '-fno-pie'], ['-static']]) {
    it(`name the functions of a program built with ${options.join(' ')}`, async () => {
      const path = programs.compile('plain', waitingProgram, ...options);
      const program = await programs.start(path);
      const { global, local } = await program.addresses();
      using symbols = new UserSymbols();
      for (const [address, name] of [
        [global, 'global_work'],
        [local, 'static_work'],
      ] as const) {
        assert.deepEqual(symbols.resolve(program.pid, address + 2n), {
          address: address + 2n,
          name,
          offset: 2n,
          module: path,
        });
      }
      const nowhere = { address: 16n, name: undefined, offset: 16n, module: undefined };
      assert.deepEqual(symbols.resolve(program.pid, 16n), nowhere);
      await stop(program.child);
    });
  }

  it('still name those of a program that has ended, when they were asked for before', async () => {
    const program = await programs.start(programs.compile('ending', waitingProgram));
    const { global, local } = await program.addresses();
    const { time, now } = clock();
    using symbols = new UserSymbols({ now });
    symbols.resolve(program.pid, global);
    await stop(program.child);
    time.ms = 60_000;
    assert.equal(symbols.resolve(program.pid, local).name, 'static_work');
    using late = new UserSymbols();
    assert.deepEqual(late.resolve(program.pid, local), {
      address: local,
      name: undefined,
      offset: local,
      module: '[exited]',
    });
  });

  it('of a file that was replaced come from the file that is mapped', async () => {
    const path = programs.compile('replaced', waitingProgram);
    const program = await programs.start(path);
    const { local } = await program.addresses();
    const other = programs.compile('replacement', waitingProgram.replaceAll('work', 'wrong'));
    renameSync(other, path);
    using symbols = new UserSymbols();
    const found = symbols.resolve(program.pid, local);
    if (root) assert.equal(found.name, 'static_work');
    else assert.deepEqual([found.name, found.module], [undefined, `${path} [deleted]`]);
    await stop(program.child);
  });

  it('of a file that cannot be had any more are unknown, and it is said to be deleted', async () => {
    const path = programs.compile('deleted', waitingProgram);
    const program = await programs.start(path);
    const { local } = await program.addresses();
    const text = readFileSync(`/proc/${program.pid}/maps`, 'utf8');
    const moved = text.replaceAll(/^(\S+)( r.xp .*\/deleted)$/gm, (_, range: string, rest: string) => {
      // A mapping that the kernel does not know, so that only the path is left.
      const [start, end] = range.split('-').map((address) => BigInt(`0x${address}`));
      return `${start!.toString(16)}-${(end! + 4096n).toString(16)}${rest} (deleted)`;
    });
    assert.notEqual(moved, text);
    using symbols = new UserSymbols({ processes: { ...systemProcesses, maps: () => moved } });
    const found = symbols.resolve(program.pid, local);
    assert.deepEqual([found.name, found.module], [undefined, `${path} [deleted]`]);
    assert.ok(found.offset > 0n && found.offset < 0x10000n);
    await stop(program.child);
  });

  it('by path count only when device and inode agree', async () => {
    const path = programs.compile('by-path', waitingProgram);
    const program = await programs.start(path);
    const { local } = await program.addresses();
    // Ranges that the kernel does not know, so that only the path is left.
    const stretched = (text: string) =>
      text.replaceAll(/^(\w+)-(\w+)( r.xp .*)$/gm, (_, start: string, end: string, rest: string) => {
        return `${start}-${(BigInt(`0x${end}`) + 4096n).toString(16)}${rest}`;
      });
    const maps = readFileSync(`/proc/${program.pid}/maps`, 'utf8');
    using right = new UserSymbols({ processes: { ...systemProcesses, maps: () => stretched(maps) } });
    assert.equal(right.resolve(program.pid, local).name, 'static_work');
    const inode = /(\d+) +\S+by-path$/m.exec(maps)![1]!;
    const changed = maps.replaceAll(` ${inode} `, ` ${Number(inode) + 1} `);
    using wrong = new UserSymbols({ processes: { ...systemProcesses, maps: () => stretched(changed) } });
    assert.equal(wrong.resolve(program.pid, local).name, undefined);
    await stop(program.child);
  });

  it('follow exec within a second', async () => {
    const first = programs.compile('first', waitingProgram, '-no-pie', '-fno-pie');
    const second = programs.compile('second', waitingProgram.replaceAll('work', 'job'), '-no-pie', '-fno-pie');
    const program = await programs.start(first, second);
    const before = await program.addresses();
    const { time, now } = clock();
    using symbols = new UserSymbols({ now });
    assert.equal(symbols.resolve(program.pid, before.local).name, 'static_work');
    const next = program.addresses();
    program.child.kill('SIGUSR1');
    const after = await next;
    assert.equal(symbols.resolve(program.pid, before.local).name, 'static_work', 'not read again at once');
    time.ms = 1000;
    assert.equal(symbols.resolve(program.pid, after.local).name, 'static_job');
    await stop(program.child);
  });

  it('see what was mapped since, but look for it only every 50 ms', () => {
    const real = systemProcesses.maps(process.pid)!;
    let reads = 0;
    let text = '1000-2000 r-xp 00000000 00:00 0 [anon]\n';
    const { time, now } = clock();
    const maps = () => {
      reads++;
      return text;
    };
    using symbols = new UserSymbols({ now, processes: { ...systemProcesses, maps } });
    const mapping = parseMaps(real).find(({ path }) => /libc\.so\.6$/.test(path))!;
    for (let i = 0; i < 100; i++) symbols.resolve(process.pid, mapping.start);
    assert.equal(reads, 1);
    text = real;
    time.ms = 49;
    assert.equal(symbols.resolve(process.pid, mapping.start).module, undefined);
    time.ms = 50;
    assert.equal(symbols.resolve(process.pid, mapping.start).module, mapping.path);
    assert.equal(reads, 2);
  });

  it('of a process number that was used again are those of the new process', async () => {
    const path = programs.compile('again', waitingProgram);
    const program = await programs.start(path);
    const { local } = await program.addresses();
    let startTime = '1';
    const { time, now } = clock();
    let text = readFileSync(`/proc/${program.pid}/maps`, 'utf8');
    const processes: ProcessFiles = { ...systemProcesses, startTime: () => startTime, maps: () => text };
    using symbols = new UserSymbols({ now, processes });
    assert.equal(symbols.resolve(program.pid, local).name, 'static_work');
    startTime = '2';
    text = '';
    time.ms = 1000;
    assert.equal(symbols.resolve(program.pid, local).name, undefined, 'the old mappings are gone');
    await stop(program.child);
  });

  it('keep no more than they may', async () => {
    const paths = Array.from({ length: 6 }, (_, i) =>
      programs.compile(`bounded-${i}`, `${waitingProgram}\nint unique_${i};`),
    );
    const running = await Promise.all(paths.map((path) => programs.start(path)));
    const addresses = await Promise.all(running.map((program) => program.addresses()));
    using few = new UserSymbols({ maximumProcesses: 2, maximumFiles: 3 });
    for (let round = 0; round < 3; round++) {
      for (const [i, program] of running.entries()) {
        assert.equal(few.resolve(program.pid, addresses[i]!.local).name, 'static_work');
        assert.ok(few.usage.processes <= 2 && few.usage.files <= 3, JSON.stringify(few.usage));
      }
    }
    using light = new UserSymbols({ maximumBytes: 1 });
    for (const [i, program] of running.entries()) {
      assert.equal(light.resolve(program.pid, addresses[i]!.local).name, 'static_work');
      assert.deepEqual([light.usage.processes, light.usage.files], [1, 1]);
    }
    light.close();
    assert.deepEqual(light.usage, { processes: 0, files: 0, bytes: 0 });
    await Promise.all(running.map(({ child }) => stop(child)));
  });

  it('10,000 processes leave no more than 1024 behind', () => {
    const maps = () => '400000-401000 r-xp 00000000 00:00 0 \n';
    const processes: ProcessFiles = { maps, startTime: () => '1', identity: () => undefined };
    using symbols = new UserSymbols({ processes });
    for (let pid = 1; pid <= 10_000; pid++) symbols.resolve(pid, 0x400010n);
    assert.equal(symbols.usage.processes, 1024);
  });

  describe('compiled at run time', () => {
    let list: string;
    let pid: number;
    before(async () => {
      const program = await programs.start(programs.compile('jit', waitingProgram));
      await program.addresses();
      pid = program.pid;
      list = `/tmp/perf-${pid}.map`;
    });
    after(() => rmSync(list, { force: true }));

    const name = (address: bigint, options = {}) => {
      using symbols = new UserSymbols(options);
      return symbols.resolve(pid, address).name;
    };

    it('have the names of the process’s list', () => {
      writeFileSync(list, '10000 20 first function\n10040 0x10 second\nnonsense\n10060 10 unfinished');
      using symbols = new UserSymbols();
      assert.deepEqual(symbols.resolve(pid, 0x1001fn), {
        address: 0x1001fn,
        name: 'first function',
        offset: 0x1fn,
        module: list,
      });
      assert.equal(name(0x10020n), undefined);
      assert.equal(name(0x1004fn), 'second');
      assert.equal(name(0x10060n), undefined);
    });

    it('later lines hide earlier ones', () => {
      writeFileSync(list, '20000 100 old\n20010 10 older part\n20000 80 new\n20200 10 other\n');
      assert.equal(name(0x20015n), 'new');
      assert.equal(name(0x20090n), undefined);
      assert.equal(name(0x20205n), 'other');
    });

    it('are read again when the list grew', () => {
      writeFileSync(list, '30000 10 one\n');
      const { time, now } = clock();
      using symbols = new UserSymbols({ now });
      assert.equal(symbols.resolve(pid, 0x30001n).name, 'one');
      writeFileSync(list, '30000 10 one\n30010 10 two\n');
      assert.equal(symbols.resolve(pid, 0x30011n).name, undefined);
      time.ms = 50;
      assert.equal(symbols.resolve(pid, 0x30011n).name, 'two');
      writeFileSync(list, '30000 10 one\n30010 10 two\n30000 10 three\n');
      time.ms = 1050;
      assert.equal(symbols.resolve(pid, 0x30001n).name, 'three');
    });

    it('are not believed to another user', { skip: !root && 'only root can give files away' }, () => {
      writeFileSync(list, '40000 10 planted\n');
      const as = (uid: bigint, owner: number) => {
        programs.run('chown', `${owner}`, list);
        return name(0x40001n, { processes: { ...systemProcesses, identity: () => ({ uid, innerPid: pid }) } });
      };
      assert.equal(as(1000n, 65534), undefined);
      assert.equal(as(0n, 65534), undefined);
      assert.equal(as(65534n, 65534), 'planted');
      assert.equal(as(1000n, 0), 'planted');
    });

    it('are not read through links, from FIFOs, or endlessly', () => {
      const elsewhere = join(programs.path, 'elsewhere');
      writeFileSync(elsewhere, '50000 10 planted\n');
      rmSync(list);
      symlinkSync(elsewhere, list);
      assert.equal(name(0x50001n), undefined);
      rmSync(list);
      programs.run('mkfifo', list);
      assert.equal(name(0x50001n), undefined);
      rmSync(list);
      copyFileSync(elsewhere, list);
      assert.equal(name(0x50001n), 'planted');
      linkSync(list, join(programs.path, 'second-name'));
      assert.equal(name(0x50001n), undefined);
      rmSync(list);
      copyFileSync(elsewhere, list);
      truncateSync(list, 64 * 1024 * 1024 + 1);
      assert.equal(name(0x50001n), undefined);
      rmSync(list);
    });

    it('are found by the number in the process’s own PID namespace', () => {
      const inner = `/tmp/perf-${pid}777.map`;
      writeFileSync(inner, '60000 10 inside\n');
      const identity = (pid: number) => ({ ...systemProcesses.identity(pid)!, innerPid: Number(`${pid}777`) });
      assert.equal(name(0x60001n, { processes: { ...systemProcesses, identity } }), 'inside');
      rmSync(inner);
    });
  });
});
