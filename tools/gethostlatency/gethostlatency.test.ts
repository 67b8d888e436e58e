import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const LOOKUPS = 23;

/** Looks names up in every way there is. Built in the guest. */
const caller = String.raw`
#define _GNU_SOURCE
#include <netdb.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	struct addrinfo *info;
	struct hostent host, *result;
	char buffer[4096];
	int error, i;
	for (i = 0; i < ${LOOKUPS}; i++) {
		char *name = malloc(64);
		sprintf(name, "10.0.0.%d", i);
		if (!getaddrinfo(name, 0, 0, &info)) freeaddrinfo(info);
	}
	gethostbyname("127.0.0.2");
	gethostbyname2("127.0.0.3", AF_INET);
	gethostbyname_r("127.0.0.4", &host, buffer, sizeof(buffer), &result, &error);
	gethostbyname2_r("127.0.0.5", AF_INET, &host, buffer, sizeof(buffer), &result, &error);
	getaddrinfo(0, "80", 0, &info);
	getaddrinfo("not a \033[2Jname\n\xff", 0, &(struct addrinfo){ .ai_flags = AI_NUMERICHOST }, &info);
	gethostbyname("from-file.example");
	printf("%d\n", getpid());
	return 0;
}
`;

/** A second root with a C library of its own, as a container has one. */
const container = `
set -e
mkdir -p inner && mount -t tmpfs tmpfs inner
for file in /root/caller $(ldd /root/caller | grep -o '/[^ ]*') /usr/bin/sleep /usr/bin/bash $(ldd /usr/bin/bash | grep -o '/[^ ]*'); do
  mkdir -p inner$(dirname $file) && cp -L $file inner$file
done
mkdir -p inner/etc inner/proc inner/dev
`;

toolTest('gethostlatency', (bench, test) => {
  let all: ToolResult;
  let json: ToolResult;
  let library: ToolResult;
  let pid: number;
  let innerPid: number;
  const rows = (result: ToolResult, text: RegExp) => result.lines.filter((line) => text.test(line));

  before(async () => {
    const { guest } = bench;
    await guest.run('cat > caller.c', { stdin: caller });
    await guest.run('cat > container', { stdin: container });
    const ready = await guest.run(
      `gcc -o caller caller.c && bash container && cp caller elsewhere && mkdir own && cp $(ldd caller | grep -o '/[^ ]*libc[^ ]*') own &&
       echo 10.1.2.3 from-file.example >> /etc/hosts && mkfifo go &&
       { unshare -m chroot inner /usr/bin/bash -c 'read line; /root/caller' <> go > inner.out & } && sleep 1`,
    );
    assert.equal(ready.status, 0, ready.stderr);
    const commands = ['gethostlatency', 'gethostlatency --json', 'gethostlatency -l /root/own/libc.so.6'];
    const runs = await Promise.all(commands.map((command) => bench.start(command)));
    const done = await bench.workload('./caller; LD_LIBRARY_PATH=own ./elsewhere; echo > go; sleep 2; cat inner.out');
    const printed = done.stdout.trim().split('\n').map(Number);
    pid = printed[0]!;
    innerPid = printed[2]!;
    [all, json, library] = (await Promise.all(runs.map((run) => run.interrupt()))) as [
      ToolResult,
      ToolResult,
      ToolResult,
    ];
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of [all, json, library]) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows each of ${LOOKUPS} look-ups once, in order`, () => {
    assert.equal(all.lines[0], 'TIME      PID     COMM                  LATms HOST');
    const own = rows(
      all,
      new RegExp(`^\\d\\d:\\d\\d:\\d\\d  ${String(pid).padEnd(7)} caller {10} +\\d+\\.\\d\\d 10\\.0\\.0\\.\\d+$`),
    );
    assert.deepEqual(
      own.map((line) => line.split('10.0.0.')[1]),
      Array.from({ length: LOOKUPS }, (_, index) => String(index)),
    );
  });

  test('sees all functions, each call once, with its result', () => {
    const calls = json.json().filter((event) => event.pid === pid && !event.host.startsWith('10.'));
    assert.deepEqual(
      calls.map(({ host, call, failed }) => [host, call, failed]),
      [
        ['127.0.0.2', 'gethostbyname', false],
        ['127.0.0.3', 'gethostbyname2', false],
        ['127.0.0.4', 'gethostbyname_r', null],
        ['127.0.0.5', 'gethostbyname2_r', null],
        ['not a \x1b[2Jname\n\ufffd', 'getaddrinfo', true],
        ['from-file.example', 'gethostbyname', false],
      ],
    );
    for (const { latency_ms, comm, uid } of calls) {
      assert.ok(latency_ms > 0);
      assert.deepEqual([comm, uid], ['caller', 0]);
    }
  });

  test('escapes what a terminal would obey', () => {
    assert.equal(rows(all, / not a \\x1b\[2Jname\\n\\xff$/).length >= 1, true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in the output
    assert.doesNotMatch(all.stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test('sees processes of a container with a C library of its own', () => {
    const inner = json.json().filter((event) => event.pid === innerPid && /^10\.0\.0\./.test(event.host));
    assert.equal(inner.length, LOOKUPS);
  });

  test('traces the C library that is named, and no other', () => {
    const [, ...lines] = library.lines;
    assert.equal(rows(library, / elsewhere +\d+\.\d\d 10\.0\.0\.\d+$/).length, LOOKUPS);
    assert.deepEqual(
      lines.filter((line) => !/ elsewhere /.test(line)),
      [],
    );
  });

  test('filters by process', async () => {
    const sleeper = await bench.guest.run(
      `mkfifo wait; { bash -c 'read line; exec ./caller' <> wait > /dev/null & } ; echo $!`,
    );
    const other = sleeper.stdout.trim();
    const run = await bench.start(`gethostlatency -p ${other}`);
    await bench.workload('./caller > /dev/null; echo > wait; sleep 1');
    const { lines } = await run.interrupt();
    assert.equal(lines.length, 1 + LOOKUPS + 6, lines.join('\n'));
    for (const line of lines.slice(1)) assert.match(line, new RegExp(` ${other} +caller `));
  });

  test('refuses what makes no sense in one line', async () => {
    for (const [args, status] of [
      ['-p 0', 2],
      ['-l /etc/hostname', 1],
      ['-l /nonexistent', 1],
      ['-p 999999', 1],
    ] as const) {
      const result = await bench.run(`gethostlatency ${args}`);
      assert.equal(result.status, status, `${args}: ${result.stderr}`);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
