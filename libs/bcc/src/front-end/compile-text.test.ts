import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Btf, elfSections, imageLayout, layoutOf, objectBtf } from '@bcc-ts/core';
import { ensurePackages } from '../../../../scripts/apt-packages.ts';
import { corpusKernels } from '../../test/kernels.ts';
import { findClang } from './clang.ts';
import { CompileError } from './compile-error.ts';
import { type CompileOptions, compileText } from './compile-text.ts';
import type { KernelFacts } from './kernel-facts.ts';

const kernel = corpusKernels().find(({ name }) => name === '6.12');
const skip = kernel === undefined && 'no kernel types in the cache';

describe('compiling a text', { skip }, () => {
  const facts = kernel?.facts as KernelFacts;
  const folder = mkdtempSync(join(tmpdir(), 'bcc-ts-compile-'));
  const compile = (text: string, options: Partial<CompileOptions> = {}) =>
    compileText({ text, kernel: facts, cache: false, ...options });
  const refusal = (text: string, options: Partial<CompileOptions> = {}): CompileError => {
    try {
      compile(text, options);
    } catch (error) {
      if (error instanceof CompileError) return error;
      throw error;
    }
    return assert.fail('it compiled');
  };

  before(() => ensurePackages(['clang-19']));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('names programs, what they attach to, maps and what they carry', () => {
    const { programs, maps, license } = compile(`
#define BPF_LICENSE "Dual MIT/GPL"
struct event { u32 pid; char comm[16]; };
BPF_PERF_OUTPUT(events);
BPF_TABLE_PINNED("hash", u64, u64, set, 8, "/sys/fs/bpf/set");
BPF_HISTOGRAM(sizes);
int kprobe__sys_clone(struct pt_regs *ctx) { struct event e = {}; events.perf_submit(ctx, &e, sizeof(e)); return 0; }
int kretprobe__vfs_read(struct pt_regs *ctx) { return 0; }
TRACEPOINT_PROBE(sched, sched_switch) { return 0; }
RAW_TRACEPOINT_PROBE(sched_wakeup) { return 0; }
KRETFUNC_PROBE(vfs_open, const struct path *path, struct file *file, int ret) { return 0; }
MODULE_KFUNC_PROBE(ext4, ext4_file_open, struct inode *inode) { return 0; }
int plain(struct pt_regs *ctx) { return 0; }`);
    assert.deepEqual(
      programs.map(({ name, kind, target }) => [name, kind, target]),
      [
        ['kprobe__sys_clone', 'kprobe', '__x64_sys_clone'],
        ['kretprobe__vfs_read', 'kretprobe', 'vfs_read'],
        ['tracepoint__sched__sched_switch', 'tracepoint', 'sched:sched_switch'],
        ['raw_tracepoint__sched_wakeup', 'raw_tracepoint', 'sched_wakeup'],
        ['kretfunc__vmlinux__vfs_open', 'fexit', 'vfs_open'],
        ['kfunc__ext4__ext4_file_open', 'fentry', 'ext4_file_open'],
        ['plain', 'function', undefined],
      ],
    );
    assert.deepEqual(maps, [
      { name: 'events', kind: 'perf_output', eventType: 'event' },
      { name: 'set', kind: 'hash', pinPath: '/sys/fs/bpf/set' },
      { name: 'sizes', kind: 'histogram' },
    ]);
    assert.equal(license, 'Dual MIT/GPL');
  });

  it('leaves the types of maps and records in the object', () => {
    const { image } = compile(`
typedef struct { u64 ts; char name[8]; } record_t;
BPF_RINGBUF_OUTPUT(ring, 4);
BPF_HASH(h, u32, struct value { u64 a; u8 b; }, 7);
BPF_STACK_TRACE(stacks, 1000);
int f(struct pt_regs *ctx) { record_t r = {}; ring.ringbuf_output(&r, sizeof(r), 0); return 0; }`);
    const { maps } = imageLayout(image);
    assert.deepEqual(maps.h, {
      type: 1,
      key: { kind: 'int', size: 4, signed: false },
      value: {
        kind: 'struct',
        size: 16,
        name: 'value',
        fields: [
          { name: 'a', offset: 0, type: { kind: 'int', size: 8, signed: false } },
          { name: 'b', offset: 8, type: { kind: 'int', size: 1, signed: false } },
        ],
      },
    });
    assert.equal(maps.stacks?.value?.size, 127 * 8);
    const btf: Btf = objectBtf(elfSections(image));
    const record = layoutOf(btf, btf.find('record_t', 'typedef')!.id);
    assert.deepEqual(record.kind === 'struct' && record.fields.map(({ name }) => name), ['ts', 'name']);
  });

  it("shows errors in the user's own lines, with a caret", () => {
    const { message, diagnostics } = refusal('// one\nint kprobe__f(void *ctx) {\n\treturn nothing;\n}\n', {
      file: 'tool.c',
    });
    assert.equal(
      message,
      `tool.c:3:9: error: there is no name nothing in this text or in kernel ${facts.release}\n    \treturn nothing;\n    \t       ^`,
    );
    assert.deepEqual(
      diagnostics.map(({ file, line, column }) => [file, line, column]),
      [['tool.c', 3, 9]],
    );
  });

  it('finds the place behind macros and non-ASCII text', () => {
    const { diagnostics } = refusal(
      '#define SIX (3 + 3)\nint f(struct pt_regs *ctx) { char s[] = "ü"; return SIX + wrong; }',
    );
    assert.deepEqual(
      diagnostics.map(({ line, column }) => [line, column]),
      [[2, 59]],
    );
  });

  it('takes flags, and local headers with their own lines', () => {
    writeFileSync(
      join(folder, 'mine.h'),
      '#pragma once\n#include <linux/fs.h>\nstatic int limit(void) { return LIMIT; }\n',
    );
    writeFileSync(join(folder, 'bad.h'), 'static int bad(void) {\n  return nowhere;\n}\n');
    const text = '#include "mine.h"\n#include "mine.h"\nint f(struct pt_regs *ctx) { return limit(); }';
    const flags = { cflags: ['-DLIMIT=5', `-I${folder}`] };
    assert.equal(compile(text, flags).programs.length, 1);
    assert.equal(compile(text, { cflags: ['-D', 'LIMIT=5', '-I', folder] }).programs.length, 1);
    assert.match(refusal(text, { cflags: [`-I${folder}`] }).message, /mine\.h:3:33: error: LIMIT is unknown/);
    const bad = refusal('#include "bad.h"\nint f(struct pt_regs *ctx) { return bad(); }', flags);
    assert.match(bad.message, /bad\.h:2:10: error: there is no name nowhere/);
  });

  it('knows tracepoints without tracefs, and says when one cannot be known', () => {
    const { formats: _, ...blind } = facts;
    const text = (category: string, event: string, field: string) =>
      `TRACEPOINT_PROBE(${category}, ${event}) { return args->${field} != 0; }`;
    for (const [category = '', event = '', field = ''] of [
      ['sched', 'sched_switch', 'next_pid'],
      ['sched', 'sched_wakeup', 'prio'],
      ['irq', 'softirq_entry', 'vec'],
      ['sched', 'sched_process_exec', 'data_loc_filename'],
      ['syscalls', 'sys_enter_openat', 'filename'],
      ['syscalls', 'sys_exit_openat', 'ret'],
      ['raw_syscalls', 'sys_enter', 'args[2]'],
    ]) {
      assert.equal(compile(text(category, event, field), { kernel: blind }).programs.length, 1);
    }
    assert.match(
      refusal(text('sched', 'sched_nothing', 'x'), { kernel: blind }).message,
      /has no tracepoint sched:sched_nothing; tracefs is not mounted or not readable/,
    );
  });

  it('gives the same record with and without tracefs', () => {
    const { formats: _, ...blind } = facts;
    const text = `TRACEPOINT_PROBE(sched, sched_wakeup) { return __builtin_offsetof(struct tracepoint__sched__sched_wakeup, prio) == 28 ? args->prio : args->pid; }
TRACEPOINT_PROBE(syscalls, sys_enter_openat) { return args->dfd + (args->filename != 0); }`;
    const code = (image: Uint8Array) =>
      elfSections(image)
        .filter(({ name }) => name.startsWith('tracepoint/'))
        .map(({ bytes }) => Buffer.from(bytes).toString('hex'));
    assert.deepEqual(code(compile(text).image), code(compile(text, { kernel: blind }).image));
  });

  it('says which compiler to install', () => {
    assert.throws(
      () => findClang({ PATH: folder }),
      /^NoClangError: cannot compile BPF C: clang is not on PATH \(try: apt-get install clang \(versions from 14 on work; tested with 14 and 19\)\)$/,
    );
    writeFileSync(join(folder, 'clang'), '#!/bin/sh\necho clang version 11.0.1\n');
    chmodSync(join(folder, 'clang'), 0o755);
    assert.throws(() => findClang({ PATH: folder }), /clang is version 11 \(try: apt-get install clang/);
    writeFileSync(join(folder, 'clang-17'), '');
    chmodSync(join(folder, 'clang-17'), 0o755);
    assert.equal(findClang({ PATH: `${folder}:` }).version, 17);
  });

  it('runs no compiler for a text it has compiled before', () => {
    const before = process.env.BCC_TS_CACHE;
    process.env.BCC_TS_CACHE = join(folder, 'cache');
    try {
      const text = 'BPF_HASH(h);\nint f(struct pt_regs *ctx) { h.increment(1); return 0; }';
      const { cached, ...first } = compile(text, { cache: true });
      assert.equal(cached, false);
      const again = compile(text, { cache: true });
      assert.deepEqual(again, { ...first, image: new Uint8Array(first.image), cached: true });
      assert.equal(compile(text, { cache: true, cflags: ['-DX=1'] }).cached, false);
      assert.equal(compile(text.replace('1', '2'), { cache: true }).cached, false);
      const other = corpusKernels().find(({ name }) => name === '5.10');
      if (other) assert.equal(compile(text, { cache: true, kernel: other.facts }).cached, false);
      assert.ok(readdirSync(join(folder, 'cache')).length >= 3);
    } finally {
      if (before === undefined) delete process.env.BCC_TS_CACHE;
      else process.env.BCC_TS_CACHE = before;
    }
  });

  it('takes what was kept where there is no compiler, and compiles again with another one', () => {
    const { BCC_TS_CACHE: cacheBefore, PATH: path } = process.env;
    process.env.BCC_TS_CACHE = join(folder, 'cache-of-two');
    const empty = join(folder, 'empty');
    const other = join(folder, 'other');
    mkdirSync(empty);
    mkdirSync(other);
    try {
      const text = 'int f(struct pt_regs *ctx) { return 42; }';
      assert.equal(compile(text, { cache: true }).cached, false);
      process.env.PATH = empty;
      assert.equal(compile(text, { cache: true }).cached, true);
      assert.throws(() => compile(text.replace('42', '43'), { cache: true }), { name: 'NoClangError' });
      writeFileSync(join(other, 'clang-30'), `#!/bin/sh\nexec ${findClang({ PATH: path }).path} "$@"\n`, {
        mode: 0o755,
      });
      process.env.PATH = `${other}:${path}`;
      assert.equal(compile(text, { cache: true }).cached, false);
      assert.equal(compile(text, { cache: true }).cached, true);
    } finally {
      process.env.PATH = path;
      if (cacheBefore === undefined) delete process.env.BCC_TS_CACHE;
      else process.env.BCC_TS_CACHE = cacheBefore;
    }
  });

  it('prints what it makes, as the debug flags ask', () => {
    const printed = (debug: number): string => {
      let text = '';
      const { write } = process.stderr;
      process.stderr.write = ((chunk: string | Uint8Array) => {
        text += chunk.toString();
        return true;
      }) as typeof write;
      try {
        compile('BPF_HASH(h);\nint f(struct pt_regs *ctx) {\n  h.increment(PT_REGS_RC(ctx));\n  return 0;\n}', {
          debug,
        });
      } finally {
        process.stderr.write = write;
      }
      return text;
    };
    assert.equal(printed(0), '');
    assert.match(printed(1), /^define dso_local .*@f\(/m);
    const c = printed(4);
    assert.match(c, /bpf_map_lookup_elem\(&h/);
    assert.doesNotMatch(c, /h\.increment/);
    const listing = printed(8);
    assert.match(listing, /^f:/m);
    assert.match(listing, /text:3:/);
    assert.match(listing, /call 1\b/);
    assert.doesNotMatch(listing, /\.BTF/);
  });

  it('knows the types of modules', () => {
    const base = new Btf(readFileSync(facts.btf));
    writeFileSync(join(folder, 'mymodule'), moduleBtf(base));
    const text = 'int f(struct pt_regs *ctx, struct my_thing *t) { return t->count; }';
    const modular = { ...facts, moduleBtf: folder };
    assert.equal(compile(text, { kernel: modular }).reads, 1);
    assert.match(
      refusal(text).message,
      /struct my_thing is unknown: kernel 6\.12\S* and its loaded modules have no type/,
    );
    assert.match(
      refusal(text.replace('count', 'conut'), { kernel: modular }).message,
      /has no member conut .*did you mean count/,
    );
  });

  it('refuses helpers of later kernels', () => {
    const old = corpusKernels().find(({ name }) => name === '5.10');
    if (!old) return;
    const text = 'int f(struct pt_regs *ctx) { return bpf_get_func_ip(ctx); }';
    assert.equal(compile(text).programs.length, 1);
    assert.match(
      refusal(text, { kernel: old.facts }).message,
      /text:1:37: error: kernel 5\.10\S* has no helper bpf_get_func_ip: it came with a later one/,
    );
    assert.equal(
      compile('int f(struct pt_regs *ctx) { u64 x; return bpf_usdt_readarg(1, ctx, &x); }', { kernel: old.facts })
        .programs.length,
      1,
    );
  });

  it('warns of formats the kernel prints nothing for', () => {
    const text = `int f(struct pt_regs *ctx) {
  bpf_trace_printk("%d "
    "%.2f\\n", 1, 2);
  bpf_trace_printk("%d fine\\n", 1);
  bpf_trace_printk("größe %d\\n", 1);
  return 0;
}`;
    assert.deepEqual(
      compile(text).warnings.map((warning) => warning.split('\n')),
      [
        [
          'text:3:6: warning: bpf_trace_printk prints nothing with %.2f in its format: there are no floating point numbers in BPF: print parts as integers with %d',
          '        "%.2f\\n", 1, 2);',
          '         ^',
        ],
        [
          'text:5:20: warning: bpf_trace_printk prints nothing with characters beyond ASCII in its format: write it in ASCII',
          '      bpf_trace_printk("größe %d\\n", 1);',
          '                       ^',
        ],
      ],
    );
    const old = corpusKernels().find(({ name }) => name === '5.10');
    const strings = 'int f(struct pt_regs *ctx) { bpf_trace_printk("%s %s", "a", "b"); return 0; }';
    assert.deepEqual(compile(strings).warnings, []);
    if (old) assert.match(compile(strings, { kernel: old.facts }).warnings[0]!, /:51: warning: .*one %s is all/);
  });

  it('knows the number of CPUs', () => {
    const text = '#if bpf_num_cpus() != 3\n#error wrong\n#endif\nint f(struct pt_regs *ctx) { return bpf_num_cpus(); }';
    assert.equal(compile(text, { kernel: { ...facts, possibleCpus: 3 } }).programs.length, 1);
  });

  it('names a missing kernel BTF', () => {
    const lost = { ...facts, btf: join(folder, 'vmlinux') };
    assert.throws(
      () => compile('int f(void *ctx) { return 0; }', { kernel: lost }),
      /cannot read the kernel's types from .*CONFIG_DEBUG_INFO_BTF/,
    );
  });
});

/** BTF of a module with `struct my_thing { int count; }` on top of the kernel's. */
function moduleBtf(base: Btf): Buffer {
  const strings = Buffer.from('\0my_thing\0count\0');
  const types = Buffer.alloc(24);
  const words = [base.stringBytes + 1, (4 << 24) | 1, 4, base.stringBytes + 10, base.find('int', 'int')!.id, 0];
  for (const [index, word] of words.entries()) types.writeUInt32LE(word, index * 4);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0xeb9f, 0);
  header[2] = 1;
  for (const [index, word] of [24, 0, types.length, types.length, strings.length].entries()) {
    header.writeUInt32LE(word, 4 + index * 4);
  }
  return Buffer.concat([header, types, strings]);
}
