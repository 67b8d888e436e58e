import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { features, ProbeSet, parseProbeSpec, type SelectOptions, selectPlaces } from '../../src/index.ts';
import { openProgram } from './fixture.ts';

const directory = mkdtempSync(join(tmpdir(), 'places-'));
writeFileSync(join(directory, 'a'), '');

/** With one link for all functions, in an emulated guest too. */
const MOST_SECONDS = 2;

function work(): void {
  for (let i = 0; i < 17; i++) {
    mkdirSync(join(directory, 'x'));
    rmdirSync(join(directory, 'x'));
  }
  for (let i = 0; i < 11; i++) {
    renameSync(join(directory, 'a'), join(directory, 'b'));
    renameSync(join(directory, 'b'), join(directory, 'a'));
  }
}

/** What one program counts on all places of a specification, by name, and after it is detached; how long attaching took. */
function counted(spec: string, options: SelectOptions & { limit?: number } = {}) {
  const object = openProgram('places');
  const probes = new ProbeSet(object as never, selectPlaces(parseProbeSpec(spec), options), {
    programs: { entry: 'entered', tracepoint: 'traced' },
    limit: options.limit,
  });
  object.rodata.target_tgid = process.pid;
  object.load();
  const begin = performance.now();
  probes.attach();
  const seconds = (performance.now() - begin) / 1000;
  work();
  const read = () =>
    Object.fromEntries(
      probes.names.map((name, index) => [name, Number(object.maps.hits.get(index))] as const).filter(([, n]) => n > 0),
    );
  object.detach();
  // Interrupts of this process count too, until here.
  const counts = read();
  work();
  assert.deepEqual(read(), counts, 'nothing is counted after the end');
  object.close();
  return { counts, probes, seconds };
}

describe('one program on many places', () => {
  it('counts kernel functions by name', () => {
    const { counts, probes } = counted('vfs_[mr][ke][dn]*');
    assert.deepEqual(counts, { vfs_mkdir: 17, vfs_rename: 22 });
    assert.ok(probes.attached >= 3 && probes.attached === probes.places.length, `${probes.attached}`);
    assert.equal(probes.method, features.kprobeMulti() ? 'multi' : 'group');
  });

  it('counts functions of a library, and knows each place', () => {
    const { counts, probes } = counted('c:*mkdir*');
    assert.equal(counts.mkdir, 17);
    assert.ok(probes.places.length >= 2);
    assert.equal(probes.method, features.uprobeMulti() ? 'multi' : features.attachCookies() ? 'each' : 'copies');
  });

  it('counts tracepoints', () => {
    const { counts } = counted('t:syscalls:sys_*_mkdir');
    assert.deepEqual(counts, { 'syscalls:sys_enter_mkdir': 17, 'syscalls:sys_exit_mkdir': 17 });
  });

  it('is attached to hundreds of functions', () => {
    const { probes, seconds } = counted('tcp_*');
    assert.ok(probes.attached > 200, `${probes.attached}`);
    console.error('SECONDS', seconds);
    const places = `${probes.attached} functions attached in ${seconds} s`;
    if (features.kprobeMulti()) assert.ok(seconds < MOST_SECONDS, places);
    assert.ok((probes.leftOut.get('cold parts of functions, which nothing calls') ?? 0) > 0);
  });
});

it('no probe stays in tracefs', async () => {
  const events = () => readFileSync(`${features.tracefs()}/kprobe_events`, 'latin1');
  for (let tries = 0; tries < 300 && events() !== ''; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(events(), '');
});

describe('a specification that selects nothing says why', () => {
  const cases: [spec: string, message: string | RegExp, options?: { limit: number }][] = [
    ['no_such_function', "no kernel function matches 'no_such_function'"],
    ['no_such_*', "no kernel function matches 'no_such_*'"],
    ['asm_exc_divide_error', 'cannot probe the kernel function asm_exc_divide_error: probes are forbidden there'],
    ['t:sched:no_such', "no tracepoint matches 'sched:no_such'"],
    ['no_such_library:x', "cannot find a library or executable named 'no_such_library' (try: its path)"],
    ['c:no_such', /^no function in \S+libc\.so\.6 matches 'no_such'$/],
    ['u:c:no_such', /^no USDT probe of \S+libc\.so\.6: /],
    ['vfs_*', /^maximum of 2 probes allowed, attempted \d+ \(try: BCC_PROBE_LIMIT=\d+, or/, { limit: 2 }],
  ];
  for (const [spec, message, options] of cases) {
    it(spec, () => {
      if (typeof message === 'string') assert.throws(() => counted(spec, options), { name: 'ProbeError', message });
      else assert.throws(() => counted(spec, options), { name: 'ProbeError', message });
    });
  }
});
