/** The boundary with everything wrong: it throws, it never crashes. Nothing here reaches the kernel's BPF loader. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { compileProgram } from '../libs/core/test/compile-program.ts';
import { type BpfMap, type BpfObject, type BpfProgram, native } from './load.ts';

const image = (await compileProgram('maps')).object;
const addon = native();

function open(name = 'test'): BpfObject {
  return new addon.BpfObject(image, { name });
}

const named = <T extends { name: string }>(list: T[], name: string): T => list.find((item) => item.name === name)!;

/** Values that no function takes. */
const wrong: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a fraction', 1.5],
  ['a negative number', -7],
  ['NaN', Number.NaN],
  ['a huge number', 2 ** 60],
  ['a huge bigint', 2n ** 70n],
  ['a symbol', Symbol('x')],
  ['a string with NUL', 'a\0b'],
  ['an empty object', {}],
  ['a nested array', [[[]]]],
  ['a regular expression', /x/],
  ['a Float64Array', new Float64Array(3)],
  ['a DataView', new DataView(new ArrayBuffer(8))],
  ['a proxy that throws', new Proxy({}, { get: () => assert.fail('TypeError stands in') })],
];

type Call = (value: never) => unknown;

const object = open();
const program = named(object.programs, 'emit') as BpfProgram & Record<string, Call>;
const map = named(object.maps, 'hash') as BpfMap & Record<string, Call>;
const bytes = new Uint8Array(4);
const ignore = () => {};
const noSymbols = { symbols: new Uint8Array(24), names: bytes, sections: new BigUint64Array(2), bias: 0n };
const symbols = addon.SymbolTable.fromPerfMap(Buffer.from('1000 10 one\n'));

/** Each call with one argument replaced. Those that could do something with a valid value get only wrong ones. */
const calls: [string, Call][] = [
  ['setLog', (v) => v !== undefined && addon.setLog(v)],
  ['supportsProgramType', (v) => addon.supportsProgramType(v)],
  ['supportsMapType', (v) => addon.supportsMapType(v)],
  ['supportsHelper, type', (v) => addon.supportsHelper(v, 1)],
  ['supportsHelper, helper', (v) => addon.supportsHelper(1, v)],
  ['BpfObject, image', (v) => new addon.BpfObject(v, { name: 'x' })],
  ['BpfObject, options', (v) => new addon.BpfObject(image, v)],
  ['BpfObject, name', (v) => new addon.BpfObject(image, { name: v })],
  ['BpfObject, btfPath', (v) => v !== undefined && new addon.BpfObject(image, { name: 'x', btfPath: v })],
  ['BpfObject, logLevel', (v) => v !== undefined && new addon.BpfObject(image, { name: 'x', logLevel: v })],
  ...['type', 'expectedAttachType', 'autoload', 'flags'].map((name): [string, Call] => [
    `program.${name}`,
    (v) => Object.assign(program, { [name]: v }),
  ]),
  ['setAttachTarget, fd', (v) => (v as unknown) !== -7 && program.setAttachTarget(v, 'x')],
  ['setAttachTarget, name', (v) => program.setAttachTarget(0, v)],
  ['testRun', (v) => program.testRun(v)],
  ['testRun, data', (v) => v !== undefined && program.testRun({ data: v })],
  ['attachKprobe', (v) => program.attachKprobe(v)],
  ['attachKprobe, symbol', (v) => program.attachKprobe({ symbol: v })],
  ['attachKprobe, mode', (v) => program.attachKprobe({ symbol: 'x', mode: v })],
  ['attachKprobe, cookie', (v) => program.attachKprobe({ symbol: 'x', cookie: v })],
  ['attachKprobeMulti', (v) => program.attachKprobeMulti({ symbols: v })],
  ['attachKprobeMulti, element', (v) => program.attachKprobeMulti({ symbols: ['x', v] })],
  ['attachKprobeMulti, cookies', (v) => program.attachKprobeMulti({ symbols: ['x'], cookies: v })],
  ['attachUprobe, path', (v) => program.attachUprobe({ path: v, offset: 0 })],
  ['attachUprobe, offset', (v) => program.attachUprobe({ path: 'x', offset: v })],
  ['attachUprobeMulti', (v) => program.attachUprobeMulti({ path: 'x', offsets: v })],
  ['attachUsdt', (v) => program.attachUsdt({ pid: v, path: 'x', provider: 'y', name: 'z' })],
  ['attachTracepoint, category', (v) => program.attachTracepoint(v, 'x')],
  ['attachTracepoint, name', (v) => program.attachTracepoint('x', v)],
  ['attachRawTracepoint', (v) => program.attachRawTracepoint(v)],
  ['attachTrace', (v) => program.attachTrace(v)],
  ['attachPerfEvent', (v) => program.attachPerfEvent(v)],
  ['attachPerfEvent, type', (v) => program.attachPerfEvent({ type: v, config: 0n, sample: 1n })],
  ['attachXdp', (v) => program.attachXdp(v)],
  ['typedTargets', (v) => addon.typedTargets(v)],
  ['typedTargets, element', (v) => addon.typedTargets(['x', v])],
  ['addTcFilter', (v) => addon.addTcFilter(v)],
  ['addTcFilter, program', (v) => addon.addTcFilter({ ifindex: -1, ingress: true, programFd: v })],
  ['removeTcFilter', (v) => addon.removeTcFilter(v)],
  ['openPacketSocket', (v) => addon.openPacketSocket(v, -1)],
  ['openPacketSocket, program', (v) => addon.openPacketSocket(1, v)],
  ['packetsLost', (v) => addon.packetsLost(v)],
  ['attachToDescriptor', (v) => addon.attachToDescriptor(v, v, v, v)],
  ['attachToDescriptor, flags', (v) => addon.attachToDescriptor(-1, -1, 0, v)],
  ['detachFromDescriptor', (v) => addon.detachFromDescriptor(v, v, v)],
  ['attachCgroup', (v) => program.attachCgroup(v)],
  ['attachIterator', (v) => program.attachIterator(v)],
  ...['type', 'keySize', 'valueSize', 'maxEntries', 'flags', 'autocreate'].map((name): [string, Call] => [
    `map.${name}`,
    (v) => Object.assign(map, { [name]: v }),
  ]),
  ['setInitialValue', (v) => map.setInitialValue(v)],
  ['reuse', (v) => map.reuse(v)],
  ['pin', (v) => map.pin(v)],
  ['unpin', (v) => map.unpin(v)],
  ['setInnerFd', (v) => map.setInnerFd(v)],
  ['lookup', (v) => map.lookup(v)],
  ['update, key', (v) => map.update(v, bytes)],
  ['update, value', (v) => map.update(bytes, v)],
  ['delete', (v) => map.delete(v)],
  ['lookupAndDelete', (v) => map.lookupAndDelete(v)],
  ['nextKey', (v) => map.nextKey(v)],
  ['lookupBatch', (v) => map.lookupBatch(v)],
  ['updateBatch', (v) => map.updateBatch(v, v, v)],
  ['deleteBatch', (v) => map.deleteBatch(v, v)],
  ['push', (v) => map.push(v)],
  ['BpfMap.create', (v) => addon.BpfMap.create(v)],
  ['BpfMap.create, type', (v) => addon.BpfMap.create({ type: v, keySize: 4, valueSize: 4, maxEntries: 1 })],
  ['BpfMap.openPinned', (v) => addon.BpfMap.openPinned(v)],
  ['BpfMap.fromId', (v) => addon.BpfMap.fromId(v)],
  ['RingReader, fds', (v) => new addon.RingReader(v, () => {})],
  ['RingReader, element', (v) => new addon.RingReader([v], () => {})],
  ['RingReader, callback', (v) => new addon.RingReader([-1], v)],
  ['PerfReader, fd', (v) => new addon.PerfReader(v, 1, ignore, ignore)],
  ['PerfReader, pages', (v) => new addon.PerfReader(-1, v, ignore, ignore)],
  ['PerfReader, callback', (v) => new addon.PerfReader(-1, 1, v, ignore)],
  ['SymbolTable.fromElf, bits', (v) => addon.SymbolTable.fromElf(v, 62)],
  ['SymbolTable.fromElf, machine', (v) => addon.SymbolTable.fromElf(64, v)],
  ['SymbolTable.fromElf, table', (v) => v !== undefined && addon.SymbolTable.fromElf(64, 62, v)],
  ...['symbols', 'names', 'sections', 'bias'].map((name): [string, Call] => [
    `SymbolTable.fromElf, ${name}`,
    (v) => addon.SymbolTable.fromElf(64, 62, { ...noSymbols, [name]: v }),
  ]),
  ['SymbolTable.fromKallsyms', (v) => addon.SymbolTable.fromKallsyms(v)],
  ['SymbolTable.fromPerfMap', (v) => addon.SymbolTable.fromPerfMap(v)],
  ...(['find', 'named', 'name', 'address', 'size', 'module'] as const).map((name): [string, Call] => [
    `symbols.${name}`,
    (v) => symbols[name](v),
  ]),
  ['symbols.slice, from', (v) => symbols.slice(v, 1)],
  ['symbols.slice, count', (v) => symbols.slice(0, v)],
  ['demangle', (v) => addon.demangle(v)],
  ['decompressXz, bytes', (v) => addon.decompressXz(v, 1)],
  ['decompressXz, limit', (v) => addon.decompressXz(bytes, v)],
  ['exitNow', (v) => (v as unknown) !== -7 && addon.exitNow(v)],
];

describe('wrong arguments', () => {
  for (const [name, call] of calls) {
    it(name, () => {
      let refused = 0;
      for (const [what, value] of wrong) {
        try {
          call(value as never);
        } catch (error) {
          assert.ok(error instanceof Error, `${what}: threw ${String(error)}`);
          if (error instanceof TypeError || error instanceof assert.AssertionError) refused++;
          else assert.ok('errno' in error && 'syscall' in error, `${what}: ${error.stack}`);
        }
      }
      assert.ok(refused >= 3, `only ${refused} were refused as arguments`);
    });
  }

  it('say what they should be', () => {
    assert.throws(() => map.pin(3 as never), { name: 'TypeError', message: 'path must be a string' });
    assert.throws(() => new addon.PerfReader(-1, 3, ignore, ignore), {
      message: 'pagesPerCpu must be a power of two',
    });
    assert.throws(() => program.attachKprobe({ symbol: 'x', mode: 'fast' as never }), {
      message: 'mode must be default, legacy, perf or link',
    });
  });

  it('a method on an object of another class', () => {
    for (const self of [program, object, {}, undefined, 3, Object.create(addon.BpfMap.prototype)]) {
      assert.throws(() => addon.BpfMap.prototype.lookup.call(self as never, bytes), TypeError);
    }
  });

  it('classes whose instances only the addon makes', () => {
    for (const name of ['BpfProgram', 'BpfLink', 'BpfMap', 'SymbolTable'] as const) {
      const Class = addon[name] as unknown as new () => unknown;
      assert.throws(() => new Class(), { name: 'TypeError', message: `${name} cannot be constructed` });
      assert.throws(() => (Class as unknown as () => void)(), TypeError);
    }
  });
});

describe('object files', () => {
  it('garbage is refused with an error', () => {
    const garbage = [Buffer.alloc(0), Buffer.from('garbage'), Buffer.from('\x7fELF'), Buffer.alloc(4096, 0xff)];
    for (const bytes of garbage) {
      assert.throws(() => new addon.BpfObject(bytes, { name: 'x' }), { syscall: 'bpf_object__open_mem' });
    }
  });

  it('no truncation crashes', () => {
    for (let length = 0; length < image.length; length += 97) {
      try {
        new addon.BpfObject(image.subarray(0, length), { name: 'x' }).close();
      } catch (error) {
        assert.equal((error as { syscall: string }).syscall, 'bpf_object__open_mem');
      }
    }
  });

  it('no changed byte crashes', () => {
    for (let at = 0; at < image.length; at += 53) {
      const changed = Buffer.from(image);
      changed[at]! ^= 0xff;
      try {
        new addon.BpfObject(changed, { name: 'x' }).close();
      } catch (error) {
        assert.equal((error as { syscall: string }).syscall, 'bpf_object__open_mem');
      }
    }
  });

  it('errors have a name, a number and the call', () => {
    assert.throws(() => new addon.BpfObject(Buffer.alloc(64), { name: 'x' }), {
      name: 'Error',
      code: 'LIBBPF_FORMAT',
      errno: 4001,
      syscall: 'bpf_object__open_mem',
    });
  });
});

describe('handles', () => {
  it('are closed with their object, again and again', () => {
    const closed = open();
    const [map] = closed.maps;
    const [program] = closed.programs;
    closed.close();
    closed.close();
    const badf = { code: 'EBADF', errno: 9 };
    assert.throws(() => map!.name, badf);
    assert.throws(() => map!.lookup(bytes), badf);
    assert.throws(() => program!.section, badf);
    assert.throws(() => program!.attach(), badf);
    assert.throws(() => closed.load(), badf);
  });

  it('outlive the handle of their object', () => {
    let programs: BpfProgram[] = [];
    for (let i = 0; i < 20; i++) programs = open().programs;
    assert.equal(programs[0]!.section, 'xdp');
  });

  it('refuse what needs a loaded object', () => {
    const fresh = open();
    const map = named(fresh.maps, 'hash');
    assert.throws(() => map.fd, { code: 'ENOENT' });
    assert.throws(() => map.lookup(new Uint8Array(20)), { code: 'ENOENT' });
    assert.throws(() => fresh.programs[0]!.fd, { code: 'ENOENT' });
    assert.throws(() => fresh.programs[0]!.attach(), { code: 'EINVAL' });
    fresh.close();
  });

  it('take and give settings before load', () => {
    const fresh = open();
    const map = named(fresh.maps, 'hash');
    map.maxEntries = 99;
    assert.deepEqual([map.type, map.keySize, map.valueSize, map.maxEntries], [1, 20, 16, 99]);
    const program = fresh.programs[0]!;
    program.autoload = false;
    assert.equal(program.autoload, false);
    assert.equal(program.log, '');
    const rodata = fresh.maps.find(({ name }) => name.endsWith('.rodata'))!;
    const value = rodata.initialValue()!;
    value[0] = 1;
    rodata.setInitialValue(value);
    assert.deepEqual(rodata.initialValue(), value);
    assert.throws(() => rodata.setInitialValue(value.subarray(1)), { code: 'EINVAL' });
    assert.equal(map.initialValue(), undefined);
    fresh.close();
  });
});

describe('symbol tables', () => {
  it('know names, addresses and sizes', () => {
    assert.deepEqual([symbols.length, symbols.find(0x100fn), symbols.find(0x1010n)], [1, 0, -1]);
    assert.deepEqual(
      [symbols.name(0), symbols.address(0), symbols.size(0), symbols.module(0)],
      ['one', 0x1000n, 16, undefined],
    );
    assert.deepEqual([symbols.named('one'), symbols.named('two')], [[0], []]);
    assert.throws(() => symbols.name(1), { name: 'TypeError', message: 'index must be the index of a symbol' });
    assert.ok(symbols.bytes > 0 && symbols.bytes < 1000);
  });

  it('are closed again and again', () => {
    const closed = addon.SymbolTable.fromPerfMap(Buffer.from('1000 10 one\n'));
    closed.close();
    closed.close();
    for (const use of [
      () => closed.find(0n),
      () => closed.name(0),
      () => closed.slice(0, 1),
      () => closed.named('x'),
    ]) {
      assert.throws(use, { code: 'EBADF' });
    }
  });

  it('of a descriptor that is none are refused', () => {
    assert.throws(() => addon.SymbolTable.fromKallsyms(-1), { code: 'EBADF', syscall: 'read' });
  });
});

describe('system', () => {
  it('knows versions, CPUs and clocks', () => {
    assert.equal(addon.libbpfVersion().major, 1);
    assert.ok(addon.possibleCpus() >= 1);
    const before = addon.clockMonotonic();
    assert.ok(addon.clockMonotonic() >= before && before > 0n);
    const boot = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1e9;
    assert.ok(Math.abs(Number(addon.clockBoottime()) - boot) < 1e9);
  });

  it('hands libbpf’s log over before the call returns', () => {
    const lines: [number, string][] = [];
    addon.setLog((level, line) => lines.push([level, line]));
    assert.throws(() => new addon.BpfObject(Buffer.alloc(64), { name: 'x' }));
    addon.setLog(undefined);
    assert.equal(lines.length, 1);
    assert.match(lines[0]![1], /^libbpf: /);
    assert.throws(() => new addon.BpfObject(Buffer.alloc(64), { name: 'x' }));
    assert.equal(lines.length, 1);
  });

  it('an exception of the log’s receiver comes out of the call', () => {
    addon.setLog(() => {
      throw new RangeError('from the log');
    });
    assert.throws(() => new addon.BpfObject(Buffer.alloc(64), { name: 'x' }), RangeError);
    addon.setLog(undefined);
  });

  it('works in several threads', async () => {
    const code = `
      import { workerData, parentPort } from 'node:worker_threads';
      import { native } from ${JSON.stringify(import.meta.resolve('./load.ts'))};
      const object = new (native().BpfObject)(workerData, { name: 'x' });
      parentPort.postMessage(object.programs.length);`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
    const counts = await Promise.all(
      [1, 2, 3, 4].map(
        () =>
          new Promise((resolve, reject) => {
            const worker = new Worker(url, { workerData: image });
            worker.once('message', resolve);
            worker.once('error', reject);
          }),
      ),
    );
    assert.deepEqual(counts, new Array(4).fill(object.programs.length));
  });
});
