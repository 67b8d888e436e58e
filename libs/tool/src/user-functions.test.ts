import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ToolError } from './usage-error.ts';
import { attachToFiles, filesInUse, hasFunction, programsInUse } from './user-functions.ts';

const roots: Record<number, string> = { 1: 'host', 2: 'host', 3: 'first', 4: 'first', 5: 'second', 6: 'gone' };
const files = {
  processes: () => Object.keys(roots).map(Number),
  rootOf: (pid: number) => (roots[pid] === 'gone' ? undefined : roots[pid]),
  find: (name: string, pid?: number) =>
    pid === undefined || roots[pid] === 'host' ? name : `/proc/${pid}/root/${name}`,
  nameOf: (pid: number) => (pid === 2 || pid === 4 ? 'bash' : 'other'),
  // The second container has the file of the first.
  identity: (path: string) => (path.startsWith('/proc/') ? 'in containers' : path),
};

test('a file is found once, here and in other roots', () => {
  assert.deepEqual(filesInUse('c', undefined, files), ['c', '/proc/3/root/c']);
  assert.deepEqual(filesInUse('c', 5, files), ['/proc/5/root/c']);
  assert.throws(() => filesInUse('c', 6, files), /^ToolError: there is no process 6$/);
});

test('a program is also what processes of its name execute', () => {
  const identity = (path: string) => (path === '/proc/4/exe' ? '/opt/bash' : '/bin/bash');
  assert.deepEqual(programsInUse('/bin/bash', undefined, { ...files, identity }), ['/bin/bash', '/proc/4/exe']);
  assert.deepEqual(programsInUse('/bin/bash', 4, { ...files, identity }), ['/proc/4/exe']);
  assert.deepEqual(programsInUse('/bin/bash', 1, { ...files, identity }), ['/bin/bash']);
  assert.throws(() => programsInUse('/bin/bash', 6, files), ToolError);
});

test('this process has the C library it has loaded, with functions of its own', () => {
  const [libc] = filesInUse('c', process.pid);
  assert.ok(hasFunction(libc!, 'getaddrinfo'));
  assert.ok(!hasFunction(libc!, 'readline'));
  assert.ok(!hasFunction('/etc/passwd', 'getaddrinfo'));
});

test('programs are attached where a file has the function, the end before the beginning', () => {
  const calls: object[] = [];
  const program = (kind: string) => ({ attachUprobe: (options: object) => calls.push({ kind, ...options }) });
  const [libc] = filesInUse('c', process.pid);
  const functions = ['getaddrinfo', 'no_such_function'].map((name) => ({
    name,
    entry: program('entry'),
    exit: program('exit'),
  }));
  attachToFiles([libc!], functions, 7);
  assert.deepEqual(
    calls.map((call) => ({ ...call, offset: 0 })),
    [
      { kind: 'exit', path: libc, offset: 0, pid: 7, retprobe: true },
      { kind: 'entry', path: libc, offset: 0, pid: 7 },
    ],
  );
  assert.throws(() => attachToFiles([libc!], [{ name: 'no_such_function' }]), ToolError);
  assert.throws(() => attachToFiles([], [{ name: 'getaddrinfo' }]), ToolError);
});
