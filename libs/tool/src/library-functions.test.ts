import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allocatorFunctions } from './allocator-functions.ts';
import { attachFunctions, type LibraryFunction } from './library-functions.ts';
import { ToolError } from './usage-error.ts';

interface Attached {
  program: string;
  path: string;
  offset: number;
  retprobe: boolean;
  pid?: number;
}

/** Programs that note what they are attached to. */
function fakePrograms(): { attached: Attached[]; programs: Record<string, { attachUprobe(options: object): void }> } {
  const attached: Attached[] = [];
  const programs = new Proxy(
    {},
    {
      get: (_target, program: string) => ({
        attachUprobe: (options: Omit<Attached, 'program'>) => attached.push({ program, ...options }),
      }),
    },
  );
  return { attached, programs };
}

const attach = (functions: LibraryFunction[], library: string, pid?: number): Attached[] => {
  const { attached, programs } = fakePrograms();
  attachFunctions(programs, functions, { library, pid });
  return attached;
};

test('functions are attached where they begin, calls and returns apart, for one process', () => {
  const attached = attach([{ name: 'malloc', enter: 'in', leave: 'out', required: true }], 'c', process.pid);
  assert.deepEqual(
    attached.map(({ program, retprobe, pid }) => [program, retprobe, pid]),
    [
      ['out', true, process.pid],
      ['in', false, process.pid],
    ],
  );
  const [first, second] = attached;
  assert.match(first!.path, /libc|ld-musl/);
  assert.ok(first!.offset > 0 && first!.offset === second!.offset);
});

test('what is not there is left out unless it is required', () => {
  assert.deepEqual(attach([{ name: 'no_such_function', enter: 'in' }], 'c'), []);
  assert.throws(
    () => attach([{ name: 'no_such_function', enter: 'in', required: true }], 'c'),
    (error) =>
      error instanceof ToolError && /^cannot attach to no_such_function: no such function in /.test(error.message),
  );
  assert.throws(
    () => attach([{ name: 'malloc', required: true }], 'nosuchlibrary', process.pid),
    /^ToolError: cannot find the library nosuchlibrary of process/,
  );
});

test('a process that is not there is told', () => {
  assert.throws(() => attach([{ name: 'malloc' }], 'c', 2 ** 30), /^ToolError: there is no process 1073741824$/);
});

test('a function may be in another library', () => {
  const [found] = attach([{ name: '_Znwm', enter: 'in', elsewhere: ['stdc++'] }], 'c');
  assert.match(found!.path, /libstdc\+\+/);
});

test('what the first library has itself may want other programs', () => {
  const malloc = (unlessThereIs: string) =>
    attach([{ name: 'malloc', enter: 'in', own: { enter: 'own', leave: 'out', unlessThereIs } }], 'c').map(
      ({ program }) => program,
    );
  assert.deepEqual(malloc('no_such_function'), ['out', 'own']);
  assert.deepEqual(malloc('calloc'), ['in']);
});

test('no return of operator new is probed: exceptions could not be thrown through it', () => {
  const attached = attach(allocatorFunctions(), 'c').filter(({ path }) => /libstdc\+\+/.test(path));
  assert.equal(attached.length, 4);
  assert.ok(attached.every(({ program, retprobe }) => program === 'enter_new' && !retprobe));
});

test('every function of the C library that allocates or frees is there, each once', () => {
  const attached = attach(allocatorFunctions(), 'c');
  const calls = attached.filter(({ retprobe }) => !retprobe);
  assert.ok(calls.length >= 11, `${calls.length} functions`);
  assert.equal(new Set(calls.map(({ path, offset }) => `${path} ${offset}`)).size, calls.length);
});

test('a prefix applies to the allocator and not to operator new', () => {
  const names = allocatorFunctions('je_').map(({ name }) => name);
  assert.ok(names.includes('je_malloc') && names.includes('_Znwm') && !names.includes('malloc'));
});
