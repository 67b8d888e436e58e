import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type KernelLists, kernelFunctions } from './kernel-functions.ts';
import { namePattern } from './name-pattern.ts';

const text = (...pieces: string[]) => pieces.map((piece) => Buffer.from(piece));
const symbols = text(`ffffffff81000000 T _text
ffffffff81001000 T tcp_open
ffffffff81001000 t tcp_open_alias
ffffffff81002000 t tcp_close.isra.0
ffffffff81003000 t tcp_close.cold
ffffffff81004000 t tcp_dup
ffffffff81005000 t tcp_dup
ffffffff81006000 T tcp_forbidden
ffffffff81007000 T tcp_inline_asm
ffffffff81008000 D tcp_data
ffffffff81009000 T tcp_early
ffffffff81009000 T __init_begin
ffffffff8100a000 T __init_end
ffffffff8100b000 T perf_trace_x
ffffffffc0001000 t tcp_in_module\t[mod]
`);
const lists: KernelLists = {
  symbols,
  traceable: text(
    'tcp_open\ntcp_close.isra.0\ntcp_dup\ntcp_dup\ntcp_forbidden\ntcp_early\nperf_trace_x\ntcp_in_module [mod]\n',
  ),
  traceableAddresses: undefined,
  blacklist: text('0xffffffff81006000-0xffffffff81006010\ttcp_forbidden\n'),
};
const select = (text: string, from: Partial<KernelLists> = {}) =>
  kernelFunctions(namePattern(text), { ...lists, ...from });
const names = (text: string, from?: Partial<KernelLists>) => select(text, from).places.map(({ name }) => name);

describe('kernel functions', () => {
  it('are those that can be probed, each address once, each of several with one name', () => {
    const { places, leftOut } = select('tcp_*');
    assert.deepEqual(
      places.map(({ name }) => name),
      ['tcp_open', 'tcp_close.isra.0', 'tcp_dup', 'tcp_dup', 'tcp_in_module'],
    );
    assert.deepEqual(Object.fromEntries(leftOut), {
      'cold parts of functions, which nothing calls': 1,
      'probes are forbidden there': 2,
      'not traceable': 1,
    });
    assert.deepEqual(places[4], { kind: 'kernel', name: 'tcp_in_module', module: 'mod', address: 0xffffffffc0001000n });
  });

  it('are told apart by address where the kernel lists those, which may be behind a landing pad', () => {
    const traceableAddresses = text('ffffffff81001004 tcp_open\n', 'ffffffff81005000 tcp_dup\n');
    const { places } = select('tcp_*', { traceableAddresses });
    assert.deepEqual(
      places.map((place) => place.kind === 'kernel' && place.address),
      [0xffffffff81001000n, 0xffffffff81005000n],
    );
  });

  it('that belong to tracing itself are meant only by their whole name', () => {
    assert.throws(
      () => names('perf_*'),
      /cannot probe any of the 1 kernel functions that match 'perf_\*': part of tracing/,
    );
    assert.deepEqual(names('perf_trace_x'), ['perf_trace_x']);
  });

  it('match a regular expression as a whole', () => {
    const { places } = kernelFunctions(namePattern('tcp_(open|dup)', { regexp: true }), lists);
    assert.deepEqual(
      places.map(({ name }) => name),
      ['tcp_open', 'tcp_dup', 'tcp_dup'],
    );
  });

  it('are the same in lists that come line by line', () => {
    const cut = (pieces: Iterable<Buffer> | undefined) => pieces && text(...[...pieces].join('').match(/.*\n/g)!);
    const inLines: KernelLists = {
      symbols: cut(lists.symbols),
      traceable: cut(lists.traceable),
      traceableAddresses: undefined,
      blacklist: cut(lists.blacklist),
    };
    for (const name of ['tcp_*', '*', 'tcp_open']) assert.deepEqual(select(name, inLines), select(name));
  });

  it('work without the list of traceable functions', () => {
    assert.deepEqual(names('tcp_inline_asm', { traceable: undefined }), ['tcp_inline_asm']);
  });

  for (const [text, message] of [
    ['no_such', "no kernel function matches 'no_such'"],
    ['tcp_close', 'no kernel function tcp_close, only tcp_close.isra.0, which the compiler has changed'],
    ['tcp_forbidden', 'cannot probe the kernel function tcp_forbidden: probes are forbidden there'],
    ['tcp_inline_asm', 'cannot probe the kernel function tcp_inline_asm: not traceable'],
  ] as const) {
    it(`${text}: ${message}`, () => assert.throws(() => names(text), { message }));
  }

  it('cannot be listed without /proc', () => {
    assert.throws(() => names('tcp_*', { symbols: undefined }), /\/proc\/kallsyms is not readable/);
  });
});
