import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { KernelSymbols } from './kernel-symbols.ts';

const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-kallsyms-'));
after(() => rmSync(directory, { recursive: true }));

let made = 0;
const file = (text: string) => {
  const path = join(directory, `${made++}`);
  writeFileSync(path, text);
  return path;
};

const kernel = `0000000000014000 A cpu_number
ffffffff81000000 T _stext
ffffffff81000000 T startup_64
ffffffff81000100 t __do_thing
ffffffff81000100 T do_thing
ffffffff81000100 W do_it
ffffffff81000200 t twice
ffffffff81000300 t twice
ffffffff81000400 T last_text
ffffffff82000000 D some_data
ffffffff82000040 B _end
`;
const module = `ffffffffc0001000 t mod_init\t[veth]
ffffffffc0001080 T twice\t[veth]
ffffffffc0300000 t bpf_prog_6deef7357e7b4530_probe\t[bpf]
`;
const open = (text: string, modules = '', extra = {}) => {
  const now = { ms: 0 };
  const paths = { kallsyms: file(text), modules: file(modules), kptrRestrict: file('1\n') };
  return { now, paths, symbols: KernelSymbols.open({ ...paths, ...extra }, () => now.ms) };
};

const named = (symbols: KernelSymbols, address: bigint) => {
  const { name, offset, module } = symbols.resolve(address);
  return `${name}+${offset}${module ? ` [${module}]` : ''}`;
};

describe('kernel symbols', () => {
  const { symbols } = open(kernel + module);
  const cases: [bigint, string][] = [
    [0xffffffff81000000n, 'startup_64+0'],
    [0xffffffff81000105n, 'do_thing+5'],
    [0xffffffff810002ffn, 'twice+255'],
    [0xffffffff81000310n, 'twice+16'],
    [0xffffffff82000001n, 'some_data+1'],
    [0xffffffffc000107fn, 'mod_init+127 [veth]'],
    [0xffffffffc0001081n, 'twice+1 [veth]'],
    [0xffffffffc0300010n, 'bpf_prog_6deef7357e7b4530_probe+16 [bpf]'],
  ];
  for (const [address, expected] of cases) {
    it(`0x${address.toString(16)} is ${expected}`, () => assert.equal(named(symbols, address), expected));
  }

  it('names nothing outside of the kernel’s half, before the first and far behind the last', () => {
    for (const address of [0n, 0x14000n, 0x7fffffffffffn, 0xffff888000000000n, 0xffffffffc0500000n]) {
      assert.deepEqual(symbols.resolve(address), { address, name: undefined, offset: address, module: undefined });
    }
  });

  it('does not stretch the last function of a module to the next module', () => {
    assert.equal(symbols.resolve(0xffffffffc0200000n).name, undefined);
  });

  it('finds addresses: the kernel’s own first, a module’s when asked for', () => {
    assert.equal(symbols.addressOf('twice'), 0xffffffff81000200n);
    assert.equal(symbols.addressOf('twice', 'veth'), 0xffffffffc0001080n);
    assert.equal(symbols.addressOf('twice', 'e1000'), undefined);
    assert.equal(symbols.addressOf('mod_init'), 0xffffffffc0001000n);
    assert.equal(symbols.addressOf('some_data'), 0xffffffff82000000n);
    assert.equal(symbols.addressOf('nothing'), undefined);
  });

  it('lists functions, all names of an address, and no data', () => {
    const list = [...symbols.functions()];
    assert.deepEqual(
      list.map(({ name, module }) => (module ? `${name} [${module}]` : name)),
      [
        ...['startup_64', '_stext', 'do_thing', 'do_it', '__do_thing', 'twice', 'twice', 'last_text'],
        ...['mod_init [veth]', 'twice [veth]', 'bpf_prog_6deef7357e7b4530_probe [bpf]'],
      ],
    );
  });

  it('knows padding and marks for what they are', () => {
    const { symbols } = open(`ffffffff81000000 t __pfx_real\nffffffff81000010 T real\nffffffff81000018 t $x\n`);
    assert.deepEqual(
      [...symbols.functions()].map(({ name }) => name),
      ['real'],
    );
    assert.equal(named(symbols, 0xffffffff81000004n), '__pfx_real+4');
    assert.equal(named(symbols, 0xffffffff81000020n), 'real+16');
  });

  it('opens without reading', () => {
    assert.doesNotThrow(() => KernelSymbols.open({ kallsyms: '/nonexistent' }));
    assert.throws(() => KernelSymbols.open({ kallsyms: '/nonexistent' }).size, /\/nonexistent/);
  });

  it('survives lines that make no sense', () => {
    const odd = ['', 'x', 'ffffffff81000000', 'ffffffff81000000 T', 'ffffffff81000000 T ', 'zz T a', ' T a', '\0\0\0'];
    const text = `${odd.join('\n')}\nffffffff81000500 T fine\n${'y'.repeat(600_000)}\nffffffff81000600 T also`;
    const { symbols } = open(text);
    assert.deepEqual(
      [...symbols.functions()].map(({ name }) => name),
      ['fine', 'also'],
    );
  });
});

describe('hidden addresses', () => {
  const hidden = (kernel + module).replace(/^[0-9a-f]+/gm, '0000000000000000');

  it('are said to be hidden instead of being 0', () => {
    const { symbols } = open(hidden);
    assert.equal(symbols.restricted, true);
    assert.match(symbols.restriction!, /hidden: CAP_SYSLOG is missing/);
    assert.equal(symbols.resolve(0xffffffff81000105n).name, undefined);
    assert.equal(symbols.addressOf('do_thing'), undefined);
    assert.ok([...symbols.functions()].some(({ name }) => name === 'do_thing'));
  });

  it('by a level that hides them from everyone', () => {
    const { symbols } = open(hidden, '', { kptrRestrict: file('2\n') });
    assert.match(symbols.restriction!, /kptr_restrict is 2.*sysctl kernel\.kptr_restrict=1/);
  });

  it('are not when they are open', () => {
    const { symbols } = open(kernel);
    assert.equal(symbols.restricted, false);
    assert.equal(symbols.restriction, undefined);
  });
});

describe('modules that come and go', () => {
  const veth = 'veth 40960 0 - Live 0xffffffffc0001000\n';

  it('are seen, but not at once again', () => {
    const { symbols, paths, now } = open(kernel);
    const address = 0xffffffffc0001004n;
    assert.equal(symbols.resolve(address).name, undefined);
    writeFileSync(paths.kallsyms, kernel + module);
    writeFileSync(paths.modules, veth);
    assert.equal(symbols.resolve(address).name, undefined, 'within the first second');
    now.ms = 1001;
    assert.equal(named(symbols, address), 'mod_init+4 [veth]');
    writeFileSync(paths.kallsyms, kernel);
    writeFileSync(paths.modules, '');
    now.ms = 1500;
    assert.equal(named(symbols, address), 'mod_init+4 [veth]');
    now.ms = 2500;
    assert.equal(symbols.resolve(address).name, undefined);
  });

  it('an unknown address makes it read again every two seconds at most', () => {
    const { symbols, paths, now } = open(kernel);
    symbols.resolve(0xffffffff81000000n);
    writeFileSync(paths.kallsyms, kernel + module);
    now.ms = 1500;
    assert.equal(symbols.resolve(0xffffffffc0300010n).name, undefined);
    now.ms = 2600;
    assert.equal(symbols.resolve(0xffffffffc0300010n).module, 'bpf');
  });

  it('a listing under way goes on over a new reading', () => {
    const { symbols, paths, now } = open(kernel);
    const listing = symbols.functions();
    listing.next();
    writeFileSync(paths.modules, veth);
    now.ms = 5000;
    symbols.resolve(0xffffffffc0300010n);
    assert.equal([...listing].length, 7);
  });
});

it('200,000 symbols take less than 20 MB', () => {
  const line = (i: number) => `${(0xffffffff81000000n + BigInt(i) * 64n).toString(16)} t a_rather_long_name_${i}\n`;
  const { symbols } = open(Array.from({ length: 200_000 }, (_, i) => line(i)).join(''));
  assert.equal(symbols.size, 200_000);
  assert.equal(symbols.addressOf('a_rather_long_name_199999'), 0xffffffff81000000n + 199_999n * 64n);
  assert.ok(symbols.bytes < 20e6, `${symbols.bytes} bytes`);
  assert.equal(symbols.resolve(0xffffffff81000000n + 12_345n * 64n + 7n).name, 'a_rather_long_name_12345');
});
