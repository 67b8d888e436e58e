import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ensurePackages } from '../../../scripts/apt-packages.ts';
import { BrowserPage } from '../test/browser.ts';
import { FlameGraph } from './flame-graph.ts';
import type { FrameKind } from './stack-frames.ts';
import type { StackRow } from './stack-report.ts';

const frames = (kind: FrameKind, names: readonly string[]) =>
  names.map((name) => ({ address: 0x1000n, name, offset: 0n, module: 'program', kind })).reverse();

/** A row whose frames are given outermost first. */
const row = (owner: string, user: string[], kernel: string[], weight: number): StackRow => ({
  key: undefined,
  value: undefined,
  owner: { name: owner },
  weight: BigInt(weight),
  fields: [],
  parts: [
    { kind: 'kernel', frames: frames('kernel', kernel), missing: undefined },
    { kind: 'user', frames: frames('user', user), missing: undefined },
  ],
});

const hostile = [
  '</text><script>alert(1)</script>',
  '"><image href="x" onerror="alert(2)"/>',
  ']]></script><script>alert(3)//',
  '&lt;&amp;',
  `\${alert(4)}`,
  '\ud800',
  '\x1b[2J\u202e',
];

function graph(): string {
  const flames = new FlameGraph();
  flames.add(row('server', ['main', 'parse', 'read_token'], [], 20));
  flames.add(row('server', ['main', 'parse', 'read_more'], ['do_syscall_64', 'vfs_read'], 30));
  flames.add(row('server', ['main', 'answer'], [], 40));
  flames.add(row(hostile[0]!, hostile.slice(1), [], 10));
  return flames.svg({ title: 'Samples of <all> & "more"', unit: 'samples' });
}

test('boxes are as wide as their part of the whole and stand on their callers', () => {
  const boxes = [
    ...graph().matchAll(
      /<svg class="f (\w+) s\d" x="([\d.]+)%" y="(\d+)" width="([\d.]+)%".*?data-w="(\d+)"><title>([^\n]*)/g,
    ),
  ];
  const named = new Map(boxes.map(([, kind, x, y, width, weight, name]) => [name, { kind, x, y, width, weight }]));
  const { y: bottom } = named.get('all')!;
  assert.deepEqual(named.get('all'), { kind: 'owner', x: '0', y: bottom, width: '100', weight: '100' });
  assert.deepEqual(named.get('parse')!.width, '50');
  assert.equal(named.get('vfs_read')!.kind, 'kernel');
  assert.equal(named.get('vfs_read')!.width, '30');
  const [parse, read] = [named.get('parse')!, named.get('read_more')!];
  assert.equal(Number(parse.y) - Number(read.y), 18);
  assert.ok(Number(read.x) >= Number(parse.x));
});

test('hostile names are text, and the document has one script', () => {
  const svg = graph();
  assert.equal(svg.match(/<script/g)?.length, 1);
  assert.doesNotMatch(svg, /<image|\$\{alert\(4\)\}<\/script|<b>/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in the document
  assert.doesNotMatch(svg, /[\x00-\x08\x0b-\x1f\x7f\u202e]/);
  assert.ok(svg.isWellFormed());
});

test('a graph of nothing says so', () => {
  assert.match(new FlameGraph().svg({ title: 'Nothing', unit: 'us' }), />No stacks\.</);
});

test('a graph of very many stacks stays small enough to be opened', () => {
  const flames = new FlameGraph();
  for (let i = 0; i < 60_000; i++) flames.add(row('p', [`function_${i}`], [], 1 + (i % 100)));
  const svg = flames.svg({ title: 'Many', unit: 'samples' });
  const count = svg.match(/<svg class="f/g)!.length;
  assert.ok(count <= 30_000 && count > 1000, `${count} boxes`);
});

describe('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-flame-'));
  const file = join(directory, 'graph.svg');
  let page: BrowserPage;
  const box = (name: string) =>
    `Array.from(document.querySelectorAll('svg.f')).find((f) => f.querySelector('title').textContent.startsWith(${JSON.stringify(`${name}\n`)}))`;
  const shown = async (): Promise<string[]> =>
    (await page.evaluate(
      `Array.from(document.querySelectorAll('svg.f:not(.out)'), (f) => f.querySelector('title').textContent.split('\\n')[0])`,
    )) as string[];
  const text = (id: string) => page.evaluate(`document.getElementById('${id}').textContent`);

  before(async () => {
    await ensurePackages(['chromium']);
    writeFileSync(file, graph());
    page = await BrowserPage.open(file);
  });
  after(async () => {
    await page?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test('hostile names are shown as they are, and nothing of them runs', async () => {
    const names = await shown();
    for (const name of hostile.slice(0, 5)) assert.ok(names.includes(name), name);
    assert.ok(names.includes('\\x1b[2J\\u{202e}'));
    assert.equal(await page.evaluate(`document.querySelectorAll('script').length`), 1);
    assert.equal(await page.evaluate(`document.querySelectorAll('image').length`), 0);
    assert.deepEqual(page.complaints, []);
  });

  test('a click makes a box as wide as the page, and the button undoes it', async () => {
    const before = await shown();
    const width = (name: string) => page.evaluate(`${box(name)}.getBoundingClientRect().width`);
    const whole = await width('all');
    const half = await width('parse');
    assert.ok(Math.abs(half / whole - 0.5) < 0.01, `${half} of ${whole}`);
    await page.click(box('parse'));
    assert.equal(await width('parse'), whole);
    assert.ok(Math.abs((await width('vfs_read')) / whole - 0.6) < 0.01);
    assert.deepEqual((await shown()).sort(), [
      'all',
      'do_syscall_64',
      'main',
      'parse',
      'read_more',
      'read_token',
      'server',
      'vfs_read',
    ]);
    await page.click(`document.getElementById('reset')`);
    assert.deepEqual(await shown(), before);
    assert.ok(Math.abs((await width('parse')) - half) < 0.01);
  });

  test('what the pointer is on is described with its weight and share', async () => {
    await page.click(box('answer'));
    assert.equal(await text('detail'), 'answer · 40 samples, 40.00%');
    await page.press('Escape');
    assert.ok((await shown()).includes('parse'));
  });

  test('a search marks functions and says how much of the whole they are', async () => {
    await page.press('f', { control: true });
    await page.type('^(parse|read_.*|answer)$');
    const hits = `Array.from(document.querySelectorAll('svg.hit'), (f) => f.querySelector('title').textContent.split('\\n')[0]).sort()`;
    assert.deepEqual(await page.evaluate(hits), ['answer', 'parse', 'read_more', 'read_token']);
    // read_token and read_more are in parse, and not counted again.
    assert.equal(await text('matched'), 'Matched: 90.00%');
    await page.press('Enter');
    await page.click(box('parse'));
    assert.equal(await text('matched'), 'Matched: 100.00%');
    await page.press('Escape');
    await page.press('/');
    await page.type('read_more(');
    assert.ok(await page.evaluate(`document.querySelector('foreignObject > *').classList.contains('wrong')`));
    await page.press('Escape');
    assert.deepEqual(await page.evaluate(hits), []);
    assert.equal(await text('matched'), '');
  });

  test('everything can be done with the keyboard', async () => {
    await page.press('ArrowUp');
    assert.match(await text('detail'), /^all · 100 samples, 100.00%$/);
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp']) await page.press(key);
    assert.match(await text('detail'), /^parse · 50 samples/);
    await page.press('ArrowLeft');
    assert.match(await text('detail'), /^answer · /);
    await page.press('ArrowRight');
    await page.press('Enter');
    assert.ok(!(await shown()).includes('answer'));
    await page.press('ArrowDown');
    assert.match(await text('detail'), /^main · /);
    await page.press('Escape');
    assert.ok((await shown()).includes('answer'));
    await page.evaluate(`document.getElementById('search').focus()`);
    await page.press('Enter');
    assert.equal(await page.evaluate(`document.activeElement.localName`), 'input');
    await page.press('Escape');
    assert.deepEqual(page.complaints, []);
  });
});
