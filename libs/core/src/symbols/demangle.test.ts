import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demangle } from './demangle.ts';

const cases: [name: string, expected: string][] = [
  ['main', 'main'],
  ['_start', '_start'],
  ['_Zebra', '_Zebra'],
  ['_ZN3foo3barEv', 'foo::bar()'],
  ['_ZNSt6vectorIiSaIiEE9push_backERKi', 'std::vector<int, std::allocator<int> >::push_back(int const&)'],
  ['_ZN3fooD1Ev.cold', 'foo::~foo() [clone .cold]'],
  ['_ZN4core3fmt9Formatter3pad17h0123456789abcdefE', 'core::fmt::Formatter::pad'],
  [
    '_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE',
    "<Test + 'static as foo::Bar<Test>>::bar",
  ],
  ['_RNvNtCs1234_7mycrate3foo3bar', 'mycrate::foo::bar'],
  ['_RINvNtC3std3mem8align_ofjdE', 'std::mem::align_of::<usize, f64>'],
  ['_RNCNvC4bare4main0', 'bare::main::{closure#0}'],
  ['_RMCs4fqI2P2rA04_13const_genericINtB0_3FooKpE', '<const_generic::Foo<_>>'],
  ['_RNvXCs4fqI2P2rA04_5crateNtB2_3FooNtB2_3Bar3baz', '<crate::Foo as crate::Bar>::baz'],
  ['_RINvC1a1bRShE', 'a::b::<&[u8]>'],
  ['_RINvC1a1bTuEE', 'a::b::<((),)>'],
  ['_RINvC1a1bAhj4_E', 'a::b::<[u8; 4]>'],
  ['_RINvC1a1bFKCuEuE', 'a::b::<extern "C" fn(())>'],
  ['_RINvC1a1bDNtB2_3FooEL_E', 'a::b::<dyn a::Foo>'],
  ['_RNvC1au9bcher_kva', 'a::bücher'],
  ['_RNvC6_123foo3bar', '123foo::bar'],
  ['_RNvC1a1b.llvm.123', 'a::b'],
];

describe('demangle', () => {
  for (const [name, expected] of cases) it(name, () => assert.equal(demangle(name), expected));

  it('leaves damaged names as they are', () => {
    for (const name of ['_R', '_RN', '_RNvC3st', '_RNvB_1a', '_RNvC99999999999999999999a', '_Z', '_ZN', '_ZN3fo']) {
      assert.equal(demangle(name), name);
    }
  });

  it('does not follow a short name into an endless text', () => {
    const cpp = `_Z1fI${'T_'.repeat(3)}${Array.from({ length: 30 }, (_, i) => `S${i.toString(36).toUpperCase()}_`).join('')}E`;
    assert.ok(demangle(cpp).length <= 8192);
    // Each pair of the next level is two of the level before.
    let doubling = '_Z1f1a';
    for (let i = 0; i < 40; i++)
      doubling +=
        i === 0
          ? 'St4pairIS_S_E'
          : `St4pairIS${(i * 1).toString(36).toUpperCase()}_S${(i * 1).toString(36).toUpperCase()}_E`;
    assert.ok(demangle(doubling).length <= 8192);
    const rust = `_RINvC1a1b${'T'.repeat(150)}${'E'.repeat(150)}E`;
    assert.ok(demangle(rust).length <= 8192);
    assert.equal(demangle(`_RINvC1a1b${'R'.repeat(10_000)}uE`).startsWith('_R'), true);
    assert.equal(demangle(`_Z${'N'.repeat(100_000)}`).length, 100_002);
  });
});
