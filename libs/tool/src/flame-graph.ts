import { flameScript } from './flame-script.ts';
import { flameStyle } from './flame-style.ts';
import { addStack, type Flame, type FlameBox, type FlameKind, layOut, newFlame } from './flame-tree.ts';
import type { StackRow } from './stack-report.ts';

/** Pixels. */
const ROW = 18;
const HEADER = 66;
const FOOTER = 40;
const MARGIN = 12;
/** Boxes narrower than this part of the whole are left out: a fortieth of a pixel on a screen of 2000. */
const SMALLEST = 1 / 80_000;
/** More boxes than this make browsers slow; the widest stay. */
const MOST_BOXES = 30_000;
/** How many shades a colour has. */
const SHADES = 5;

export interface FlameText {
  title: string;
  /** What the weights count. */
  unit: string;
}

/**
 * A flame graph: each box is a function, as wide as the weight of the stacks it is in, and stands on its caller. The
 * result is one SVG document that needs nothing else; with scripts off it can still be looked at.
 */
export class FlameGraph {
  readonly #root: Flame = newFlame('all', 'owner');

  get total(): bigint {
    return this.#root.weight;
  }

  add(row: StackRow): void {
    addStack(this.#root, row);
  }

  svg({ title, unit }: FlameText): string {
    const boxes = this.#boxes();
    const depth = boxes.reduce((most, box) => Math.max(most, box.depth), 0);
    const height = HEADER + (depth + 1) * ROW + FOOTER;
    const weight = `${grouped(this.total)} ${unit}`;
    return [
      '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
      `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="${height}" data-unit="${xml(unit)}">`,
      `<title>${xml(title)}</title>`,
      `<style>${flameStyle(SHADES)}</style>`,
      '<rect class="page" width="100%" height="100%"/>',
      `<text class="title" x="${MARGIN}" y="28">${xml(title)}</text>`,
      `<text class="note" x="${MARGIN}" y="50" id="detail">${xml(weight)}</text>`,
      controls,
      `<svg id="flames" x="1%" y="${HEADER}" width="98%" height="${(depth + 1) * ROW}">`,
      ...(boxes.length === 0 ? [`<text class="note" x="0" y="14">No stacks.</text>`] : []),
      ...boxes.map((box) => this.#box(box, depth, unit)),
      '</svg>',
      ...legend(boxes, height),
      `<text class="note end" x="100%" dx="-${MARGIN}" y="${height - 16}" id="matched"/>`,
      `<script><![CDATA[${flameScript}]]></script>`,
      '</svg>',
      '',
    ].join('\n');
  }

  #boxes(): FlameBox[] {
    let smallest = SMALLEST;
    let boxes = layOut(this.#root, smallest);
    while (boxes.length > MOST_BOXES) {
      smallest *= 2;
      boxes = layOut(this.#root, smallest);
    }
    return boxes;
  }

  /** A box is a document of its own, so that its text ends at its edge. */
  #box({ flame, left, width, depth }: FlameBox, deepest: number, unit: string): string {
    const { kind, name, weight } = flame;
    const text = xml(name);
    const share = percent(Number(weight) / Number(this.total));
    return (
      `<svg class="f ${kind} s${shade(name)}" x="${percentage(left)}" y="${(deepest - depth) * ROW}" ` +
      `width="${percentage(width)}" height="${ROW - 1}" data-d="${depth}" data-w="${weight}">` +
      `<title>${text}\n${grouped(weight)} ${xml(unit)}, ${share}</title>` +
      `<rect width="100%" height="100%" rx="2"/><text x="5" y="12.5">${text}</text></svg>`
    );
  }
}

const controls = `<svg class="controls" x="100%" y="14" width="520" height="30" overflow="visible">
<g class="button" id="search" role="button" tabindex="0" transform="translate(-92 0)"><title>Search (Ctrl-F or /)</title><rect width="80" height="24" rx="12"/><text x="40" y="16">Search</text></g>
<g class="button off" id="reset" role="button" tabindex="0" transform="translate(-196 0)"><title>Show everything (Escape)</title><rect width="96" height="24" rx="12"/><text x="48" y="16">Reset zoom</text></g>
</svg>`;

const kinds: readonly (readonly [FlameKind, string])[] = [
  ['owner', 'program'],
  ['user', 'user'],
  ['jit', 'generated code'],
  ['kernel', 'kernel'],
  ['unknown', 'not known'],
];

/** The colours that occur. */
function legend(boxes: readonly FlameBox[], height: number): string[] {
  const present = new Set(boxes.map(({ flame }) => flame.kind));
  let left = MARGIN;
  return kinds
    .filter(([kind]) => present.has(kind))
    .map(([kind, label]) => {
      const item =
        `<g class="${kind} s0" transform="translate(${left} ${height - 27})"><rect width="14" height="14" rx="2"/>` +
        `<text class="note" x="20" y="11.5">${label}</text></g>`;
      left += 48 + label.length * 7;
      return item;
    });
}

/** The same name has the same shade in every graph. */
function shade(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = (hash * 31 + name.charCodeAt(at)) >>> 0;
  return (hash % 8191) % SHADES;
}

function percentage(part: number): string {
  return `${+(part * 100).toFixed(5)}%`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}

function grouped(weight: bigint): string {
  return String(weight).replace(/\B(?=(\d{3})+$)/g, ',');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML. What XML cannot hold at all has been made printable before; what is left of that is replaced. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
