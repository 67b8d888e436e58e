import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Text } from '@bcc-ts/core';
import { fakeImage } from '../test/fake-object.ts';
import { defineTool } from './declaration.ts';
import { positiveInteger } from './option-parsers.ts';
import type { CounterMap, CountMap, EventMap } from './tool-object.ts';

interface Program {
  rodata: { target_pid: number };
  maps: {
    events: EventMap<{ pid: number; time_ns: bigint; comm: string }>;
    lost: CounterMap;
    counts: CountMap<{ disk: string }, { slots: bigint[] }>;
  };
  programs: 'on_exec';
}

interface OptionsProgram extends Omit<Program, 'rodata'> {
  rodata: {
    least: number;
    option_pid: number;
    option_min_size: bigint;
    option_failed: boolean;
    option_ports: number[];
    option_name: Text;
  };
}

const program = fakeImage<Program>();
const common = { name: 'fake', summary: 'Fake.', program } as const;

test('a declaration is typed by its options, its program and its event map', () => {
  const tool = defineTool({
    ...common,
    options: {
      pid: { type: 'integer', describe: 'only this process' },
      'max-args': { type: 'string', parse: positiveInteger, default: 20, describe: 'arguments shown' },
      sort: { type: 'string', choices: ['all', 'reads'], default: 'all', describe: 'sort key' },
      fails: { type: 'boolean', describe: 'failed calls too' },
      flag: { type: 'string', repeatable: true, describe: 'flags' },
    },
    positionals: { interval: { type: 'integer', default: 1, describe: 'seconds' } },
    setup: ({ options, rodata, object }) => {
      rodata.target_pid = options.pid ?? 0;
      const limit: number = options['max-args'] + options.interval;
      const sort: 'all' | 'reads' = options.sort;
      const flags: string[] = options.flag;
      object.programs.on_exec.autoload = options.fails;
      return { limit, sort, flags };
    },
    events: {
      from: 'events',
      time: 'time_ns',
      where: (event, { pid }) => event.pid === pid,
      columns: [
        { header: 'PID', key: 'pid', value: (event, { state }) => event.pid + state.limit, show: (o) => o.fails },
      ],
    },
  });
  assert.equal(tool.name, 'fake');
});

test('misspelt names do not compile', () => {
  defineTool({
    ...common,
    options: { pid: { type: 'integer', describe: 'only this process' } },
    // @ts-expect-error no such option
    setup: ({ options }) => options.pidd,
    // @ts-expect-error no such event field
    events: { from: 'events', columns: [{ header: 'PID', key: 'pid', value: (event) => event.pidd }] },
  });
  // @ts-expect-error no such read-only global
  defineTool({ ...common, setup: ({ rodata }) => rodata.target_pidd });
  // @ts-expect-error no such program
  defineTool({ ...common, setup: ({ object }) => object.programs.on_exex });
  // @ts-expect-error no such map
  defineTool({ ...common, events: { from: 'eventz', columns: [] } });
  // @ts-expect-error not a map of events
  defineTool({ ...common, events: { from: 'lost', columns: [] } });
  // @ts-expect-error not a timestamp
  defineTool({ ...common, events: { from: 'events', time: 'pid', columns: [] } });
  // @ts-expect-error unknown option type
  defineTool({ ...common, options: { pid: { type: 'int', describe: 'only this process' } } });
  // @ts-expect-error misspelt property of a column
  defineTool({ ...common, events: { from: 'events', columns: [{ header: 'A', key: 'a', widht: 3, value: () => 1 }] } });
  // @ts-expect-error not a map of counts
  defineTool({ ...common, histogram: { from: 'events', unit: 'usecs', slots: () => [] } });
  // @ts-expect-error no such field of the counts
  defineTool({ ...common, histogram: { from: 'counts', unit: 'usecs', slots: (value) => value.slotz } });
  defineTool({
    ...common,
    // @ts-expect-error no such field of the key
    histogram: { from: 'counts', unit: 'usecs', slots: (n) => n.slots, section: (k) => ({ name: 'x', value: k.disc }) },
  });
});

test('options go to the globals of their names, and load what the program has', () => {
  const say = { describe: 'whatever' } as const;
  const ports = { type: 'string', parse: (): number[] => [80], ...say } as const;
  const all = {
    pid: { type: 'integer', loads: ['on_exec', 'counts'], ...say },
    'min-size': { type: 'integer', ...say },
    failed: { type: 'boolean', ...say },
    ports,
    name: { type: 'string', ...say },
  } as const;
  const { name, ...butOne } = all;
  const program = fakeImage<OptionsProgram>();
  const fake = { ...common, program } as const;
  defineTool({ ...fake, options: all });
  defineTool({ ...fake, options: { ...all, ms: { type: 'number', sets: (ms: number) => ({ least: ms }), ...say } } });
  // @ts-expect-error no option goes to option_name
  defineTool({ ...fake, options: butOne });
  // @ts-expect-error the global is a boolean
  defineTool({ ...fake, options: { ...all, failed: { type: 'integer', ...say } } });
  // @ts-expect-error the global is a number
  defineTool({ ...fake, options: { ...all, pid: { type: 'boolean', ...say } } });
  const unknown = { type: 'integer', sets: (n: number) => ({ least: n, most: n }), ...say } as const;
  // @ts-expect-error no such global as most
  defineTool({ ...fake, options: { ...all, unknown } });
  const text = { type: 'integer', sets: (n: number) => ({ least: `${n}` }), ...say } as const;
  // @ts-expect-error the global is a number
  defineTool({ ...fake, options: { ...all, text } });
  // @ts-expect-error no such program
  defineTool({ ...fake, options: { ...all, x: { type: 'integer', loads: ['on_exex'], ...say } } });
  // @ts-expect-error no such program
  defineTool({ ...common, alternatives: [['on_exec', 'on_exex']] });
});
