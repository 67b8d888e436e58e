/** Broken and random input with fixed seeds: it ends, within bounds, and says what is wrong instead of crashing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { corpusPrograms } from '../../test/corpus.ts';
import { corpusKernels } from '../../test/kernels.ts';
import { Edits } from './edits.ts';
import { openKernel } from './kernel-facts.ts';
import { tokenize } from './lexer.ts';
import { mentionsOf } from './mentions.ts';
import type { Preprocessed } from './preprocess.ts';
import { rewrite } from './rewrite.ts';
import { SourceError } from './source-error.ts';
import { matchBrackets } from './source-tree.ts';
import { parseFormat } from './tracepoint-format.ts';
import { tracepointStruct } from './tracepoint-struct.ts';

/** Numbers below `limit`, the same for the same seed. */
function random(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

const pieces = ['{', '}', '(', ')', '[', ']', ';', ',', '"', "'", '\\', '/*', '*/', '//', '\n', '#', '.', '->', '...'];
const words = [
  'BPF_HASH',
  'TRACEPOINT_PROBE',
  'KFUNC_PROBE',
  'lookup',
  'increment',
  'h',
  'int',
  'struct',
  'enum',
  'x',
  '0x1f',
  'static',
  'bpf_trace_printk',
  '=',
  '*',
  '&',
  'kprobe__f',
  'void',
];

/** A text of C's pieces in no order. */
function noise(next: (limit: number) => number, length: number): string {
  let text = '';
  for (let index = 0; index < length; index++) {
    const list = next(3) === 0 ? pieces : words;
    text += list[next(list.length)]! + (next(4) ? ' ' : '');
  }
  return text;
}

/** A text with a few stretches removed, doubled or moved. */
function damage(text: string, next: (limit: number) => number): string {
  let result = text;
  for (let times = 1 + next(4); times > 0; times--) {
    const at = next(result.length + 1);
    const piece = result.slice(at, at + next(20));
    const rest = result.slice(0, at) + result.slice(at + piece.length);
    const target = next(rest.length + 1);
    result = next(2) ? rest : rest.slice(0, target) + piece + (next(2) ? piece : '') + rest.slice(target);
  }
  return result;
}

const asSource = (text: string): Preprocessed => ({
  text,
  lineStarts: [0],
  origins: [{ file: 'text', line: 1 }],
  includes: new Set(),
  files: new Map(),
  license: undefined,
  currentCpu: undefined,
});

describe('tokens', () => {
  it('cover the text in order and never overlap', () => {
    const next = random(7);
    for (let round = 0; round < 500; round++) {
      const text = noise(next, 1 + next(80));
      let end = 0;
      for (const token of tokenize(text)) {
        assert.ok(token.start >= end && token.end > token.start && token.end <= text.length);
        assert.equal(token.text, text.slice(token.start, token.end));
        end = token.end;
      }
    }
  });

  it('take time in proportion to the text', () => {
    for (const unit of ['(', '"', '/*', '\\\n', '#', "'\\", '{a;', 'x.lookup(', '#define x \\\n']) {
      const text = unit.repeat(200_000 / unit.length);
      const began = process.cpuUsage().user;
      const matched = matchBrackets(tokenize(text));
      if (!('message' in matched)) mentionsOf(matched);
      assert.ok(process.cpuUsage().user - began < 5_000_000, unit);
    }
  });
});

describe('brackets', () => {
  it('without partner are told, wherever they stand', () => {
    const next = random(11);
    for (const { text, error } of corpusPrograms()) {
      if (error || !/[{}]/.test(text)) continue;
      const tokens = tokenize(text).filter(({ text: t }) => /^[{}()[\]]$/.test(t));
      const victim = tokens[next(tokens.length)]!;
      const broken = text.slice(0, victim.start) + text.slice(victim.end);
      assert.ok('message' in matchBrackets(tokenize(broken)), broken);
    }
  });
});

describe('the rewriter', () => {
  const [first] = corpusKernels();
  const skip = first === undefined && 'no kernel types in the cache';

  it('says what is wrong with damaged programs, or makes C with matching brackets', { skip }, () => {
    const kernel = openKernel(first!.facts);
    const next = random(13);
    let refused = 0;
    let made = 0;
    for (const { text } of corpusPrograms()) {
      for (let round = 0; round < 12; round++) {
        const source = damage(text, next);
        try {
          const { edited } = rewrite(asSource(source), kernel);
          made++;
          assert.ok(edited.text.length < 20 * (source.length + 1000));
          assert.ok(!('message' in matchBrackets(tokenize(edited.text))), source);
          for (let at = 0; at <= edited.text.length; at += 7) {
            const from = edited.sourceOffset(at);
            assert.ok(from >= 0 && from <= source.length);
          }
        } catch (error) {
          if (!(error instanceof SourceError)) throw error;
          assert.ok(error.offset >= 0 && error.offset <= source.length);
          refused++;
        }
      }
    }
    assert.ok(made > 500 && refused > 500, `${made} made, ${refused} refused`);
  });

  it('survives noise', { skip }, () => {
    const kernel = openKernel(first!.facts);
    const next = random(17);
    for (let round = 0; round < 2000; round++) {
      try {
        rewrite(asSource(noise(next, 1 + next(60))), kernel);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
      }
    }
  });
});

describe('format files', () => {
  const sample = [
    'name: x',
    '\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;',
    '\tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;',
    '\tfield:__data_loc char[] name;\toffset:24;\tsize:4;\tsigned:0;',
    '\tfield:const void * ptr;\toffset:32;\tsize:8;\tsigned:0;',
  ].join('\n');

  it('that are damaged give fields within bounds', () => {
    const next = random(19);
    for (let round = 0; round < 3000; round++) {
      const { fields } = parseFormat(damage(sample, next));
      assert.ok(fields.length <= 512);
      for (const { offset, size } of fields) assert.ok(offset <= 65536 && size <= 65536);
      const text = tracepointStruct('tracepoint__a__b', { name: 'x', fields }, () => undefined);
      assert.ok(!('message' in matchBrackets(tokenize(text))));
    }
  });
});

describe('edits', () => {
  it('map every character of the new text into the old one', () => {
    const next = random(23);
    for (let round = 0; round < 300; round++) {
      const source = noise(next, 30);
      const edits = new Edits(source);
      let at = 0;
      while (at < source.length) {
        const start = at + next(10);
        const end = start + next(5);
        if (end > source.length) break;
        edits.replace(start, end, '<'.repeat(next(4)));
        at = end + 1;
      }
      const made = edits.apply();
      let last = 0;
      for (let offset = 0; offset < made.text.length; offset++) {
        const from = made.sourceOffset(offset);
        assert.ok(from >= last && from <= source.length);
        last = from;
        if (made.text[offset] !== '<') assert.equal(made.text[offset], source[from]);
      }
    }
  });
});
