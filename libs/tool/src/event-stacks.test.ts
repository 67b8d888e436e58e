import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeObject, fakeCore } from '../test/fake-object.ts';
import { EventStacks } from './event-stacks.ts';
import type { SessionContext } from './session.ts';
import type { StackId } from './stack-frames.ts';

const COLLISION = -17;
const NO_STACK = -14;

/** The kernel's storage. */
class Stacks {
  readonly kept = new Map<number, bigint[]>();
  maxEntries = 0;
  depth = 0;
  get = (id: number) => this.kept.get(id);
  delete = (id: number) => this.kept.delete(id);
}

async function open() {
  const stacks = new Stacks();
  const object = new FakeObject();
  Object.assign(object.maps, { stacks, stacks_second: new Stacks() });
  const core = await fakeCore(object)();
  const names: Record<string, string> = { '16': 'bpf_prog_1', '32': 'bpf_trampoline_2', '48': 'do_open' };
  core.KernelSymbols = {
    open: () => ({
      restriction: undefined,
      resolve: (address) => ({ address, name: names[String(address)], offset: 0n, module: undefined }),
    }),
  };
  const run = { core, object, complain: assert.fail } as unknown as SessionContext;
  return { stacks, shown: new EventStacks((event: { stacks: StackId[] }) => event.stacks, run) };
}

test('stacks are lines and fields, without the frames that tracing adds', async () => {
  const { stacks, shown } = await open();
  stacks.kept.set(1, [16n, 32n, 48n]);
  stacks.kept.set(2, [0x1010n, 0x2020n]);
  const event = { stacks: [{ id: 1 }, { id: 2, pid: 7 }] };
  assert.deepEqual(
    [...shown.lines(event)],
    ['    do_open+0x0 [kernel]', '    f1+0x10 [program-7]', '    f2+0x20 [program-7]'],
  );
  const named = (part: string) => (shown.fields[part]!(event) as unknown as { name: string }[]).map(({ name }) => name);
  assert.deepEqual(named('kernel_stack'), ['do_open']);
  assert.deepEqual(named('user_stack'), ['f1', 'f2']);
  shown.close();
});

test('a stack that the kernel has not is said to be missing, and one that there is not is left out', async () => {
  const { shown } = await open();
  const event = { stacks: [{ id: NO_STACK }, { id: COLLISION, pid: 7 }] };
  assert.deepEqual([...shown.lines(event)], ['    [Missed User Stack] (collision)']);
  assert.equal(shown.fields.user_stack!(event), null);
  assert.deepEqual([...shown.lines({ stacks: [{ id: 5 }] })], ['    [Missed Kernel Stack] (given up)']);
});

test('places are given back when many are in use', async () => {
  const { stacks, shown } = await open();
  for (let id = 0; id < 8192; id++) {
    stacks.kept.set(id, [48n]);
    for (const line of shown.lines({ stacks: [{ id }] })) assert.match(line, /do_open/);
    if (id < 8191) shown.tidy();
  }
  assert.equal(stacks.kept.size, 8192);
  shown.tidy();
  assert.equal(stacks.kept.size, 0);
});
