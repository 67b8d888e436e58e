/**
 * Makes again what the package knows of tracepoints without tracefs, from the kernels under test:
 * `scripts/node libs/bcc/test/update-formats.ts`. Writes `include/syscalls.txt` (parameters of system calls),
 * `include/event-classes.txt` (which struct of BTF a tracepoint's record is) and `test/formats/KERNEL.json` (the
 * format files the corpus needs).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelNames, openGuest } from '@bcc-ts/vm-tests';
import { cachedKernels } from '../../../scripts/bpf/kernels.ts';
import { Btf } from '../../core/src/btf/reader.ts';
import { eventsOfBtf } from '../src/front-end/event-formats.ts';
import { parseFormat } from '../src/front-end/tracepoint-format.ts';
import { corpusPrograms } from './corpus.ts';
import { guestFormats } from './harness/guest-formats.ts';

const include = join(import.meta.dirname, '../include');
const fixtures = join(import.meta.dirname, 'formats');
const licence = '/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */';

async function formatsOf(kernel: (typeof kernelNames)[number]): Promise<Map<string, string>> {
  const guest = await openGuest({ kernel });
  try {
    return await guestFormats(guest);
  } finally {
    await guest.close();
  }
}

const calls = new Map<string, string>();
const classes = new Map<string, string>();
const wanted = new Set<string>();
for (const { text } of corpusPrograms()) {
  for (const [, category, event] of text.matchAll(/TRACEPOINT_PROBE\((\w+), (\w+)\)/g))
    wanted.add(`${category}:${event}`);
  for (const [, category, event] of text.matchAll(/tracepoint__([a-z]+)__(\w+)/g)) wanted.add(`${category}:${event}`);
}
mkdirSync(fixtures, { recursive: true });
for (const kernel of kernelNames) {
  const formats = await formatsOf(kernel);
  const file = cachedKernels().find(({ name }) => name === kernel)!.file;
  const structs = eventsOfBtf(new Btf(readFileSync(file)));
  const layouts = new Map(
    [...structs].map(([name, { fields }]) => [JSON.stringify(fields.map((f) => [f.name, f.offset, f.size])), name]),
  );
  for (const [name, text] of formats) {
    const [category = '', event = ''] = name.split(':');
    const { fields } = parseFormat(text);
    if (category === 'syscalls') {
      const call = /^sys_enter_(\w+)$/.exec(event)?.[1];
      if (call)
        calls.set(
          call,
          fields
            .slice(1)
            .filter(({ location }) => location === undefined)
            .map(({ type, name: field }) => `${type} ${field}`)
            .join(', ') || 'void',
        );
      continue;
    }
    if (structs.has(event)) continue;
    const same = layouts.get(JSON.stringify(fields.map((f) => [f.name, f.offset, f.size])));
    if (same !== undefined) classes.set(event, same);
  }
  const kept = [...formats].filter(([name]) => wanted.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const compact = kept.map(([name, text]) => [name, text.replace(/\n?print fmt:[\s\S]*$/, '')]);
  writeFileSync(join(fixtures, `${kernel}.json`), `${JSON.stringify(Object.fromEntries(compact), null, 1)}\n`);
}
const sorted = (map: Map<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(
  join(include, 'syscalls.txt'),
  [
    licence,
    '/* Parameters of system calls, as their tracepoints name them. */',
    ...sorted(calls).map(([name, text]) => `${name}(${text})`),
    '',
  ].join('\n'),
);
const members = new Map<string, string[]>();
for (const [event, name] of sorted(classes)) members.set(name, [...(members.get(name) ?? []), event]);
writeFileSync(
  join(include, 'event-classes.txt'),
  [
    licence,
    '/* Tracepoints whose record is another struct of BTF than their name says: `trace_event_raw_NAME: EVENTS`. */',
    ...[...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, events]) => `${name}: ${events.join(' ')}`),
    '',
  ].join('\n'),
);
