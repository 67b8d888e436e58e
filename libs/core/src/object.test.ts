/** What an object can do before it is loaded. Nothing here reaches the kernel. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { compileProgram } from '../test/compile-program.ts';
import {
  ArrayMap,
  CgroupArray,
  HashMap,
  LpmTrie,
  MapOfMaps,
  openObject,
  PerCpuArray,
  PerCpuHash,
  ProgramArray,
  type ProgramImage,
  Queue,
  RingBuffer,
  type Shape,
  StackTraceMap,
  Text,
} from './index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the fixture has no generated types
type AnyShape = Shape & { rodata: any; maps: any; programs: string };

const image = (await compileProgram('maps')) as ProgramImage<AnyShape>;

describe('an open object', () => {
  const object = openObject(image);
  after(() => object.close());

  it('has its read-only variables, as they were initialised', () => {
    assert.equal(object.rodata.records_per_run, 1);
    assert.equal(object.rodata.use_perf_buffer, false);
    assert.equal(object.rodata.greeting.toString(), 'hello');
  });

  it('takes values for them', () => {
    object.rodata.records_per_run = 0xffff_ffff;
    object.rodata.use_perf_buffer = true;
    object.rodata.greeting = Text.from('good day');
    assert.equal(object.rodata.records_per_run, 0xffff_ffff);
    assert.equal(object.rodata.use_perf_buffer, true);
    assert.equal(object.rodata.greeting.toString(), 'good day');
  });

  it('refuses values and names that do not fit', () => {
    assert.throws(() => Object.assign(object.rodata, { records_per_run: -1 }), /records_per_run does not hold -1/);
    assert.throws(() => Object.assign(object.rodata, { greeting: 'x'.repeat(17) }), /greeting has 17 bytes, only 16/);
    assert.throws(() => Object.assign(object.rodata, { gretting: 1 }), TypeError);
  });

  it('has other globals too', () => {
    assert.equal(object.data.seed, 7);
    assert.equal(object.bss.runs, 0n);
    object.data.seed = 8;
    assert.equal(object.data.seed, 8);
  });

  it('has a map of the right class for each kind', () => {
    const classes = {
      hash: HashMap,
      lru_hash: HashMap,
      per_cpu_hash: PerCpuHash,
      array: ArrayMap,
      per_cpu_array: PerCpuArray,
      trie: LpmTrie,
      queue: Queue,
      stack: Queue,
      stacks: StackTraceMap,
      tail_calls: ProgramArray,
      cgroups: CgroupArray,
      maps_by_number: MapOfMaps,
      records: RingBuffer,
    };
    for (const [name, Class] of Object.entries(classes)) assert.ok(object.maps[name] instanceof Class, name);
  });

  it('takes map sizes', () => {
    object.maps.hash.maxEntries = 7;
    assert.equal(object.maps.hash.maxEntries, 7);
    object.maps.records.maxEntries = 4096 * 4;
    assert.equal(object.maps.records.maxEntries, 4096 * 4);
  });

  it('has its programs', () => {
    assert.deepEqual(Object.keys(object.programs).sort(), ['emit', 'on_mkdir', 'tail', 'tailed']);
    assert.equal(object.programs.on_mkdir!.section, 'kprobe/vfs_mkdir');
    assert.equal(object.programs.on_mkdir!.autoload, true);
    object.programs.on_mkdir!.autoload = false;
    assert.equal(object.programs.on_mkdir!.autoload, false);
  });

  it('refuses what needs the kernel', () => {
    assert.throws(() => object.maps.hash.get({ pid: 1 }), {
      name: 'BpfError',
      code: 'ENOENT',
      message: /^cannot read map hash: /,
    });
    assert.throws(() => object.programs.emit!.fd, { code: 'ENOENT' });
    assert.throws(() => object.programs.emit!.attachKprobe('x'), { code: 'EINVAL' });
    assert.throws(() => object.maps.records.open({ onEvent() {} }), { code: 'ENOENT' });
  });
});

describe('a closed object', () => {
  it('can be closed again, but not used', () => {
    const object = openObject(image);
    object.close();
    object.close();
    assert.throws(() => object.maps.hash.get({ pid: 1 }), { code: 'EBADF' });
    assert.throws(() => object.load(), { code: 'EBADF' });
  });

  it('is one after the end of its block', () => {
    let escaped: { load(): void };
    {
      using object = openObject(image);
      escaped = object;
    }
    assert.throws(() => escaped.load(), { code: 'EBADF' });
  });
});

describe('an object that cannot be opened', () => {
  it('says so in one line', () => {
    const garbage = { ...image, name: 'broken', object: Buffer.from('garbage') };
    assert.throws(() => openObject(garbage), {
      name: 'BpfError',
      message: /^cannot open program broken: [^\n]+$/,
      code: 'LIBBPF_FORMAT',
    });
  });
});
