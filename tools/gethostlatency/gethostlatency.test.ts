import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const LOOKUPS = 23;
/** Bytes of a name that is too long to be one. */
const LONG = 300;
/** Look-ups beside those. */
const OTHERS = 12;

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
	gethostbyname_r("not a number", &host, buffer, sizeof(buffer), &result, &error);
	gethostbyname2_r("not a number", AF_INET6, &host, buffer, sizeof(buffer), &result, &error);
	getaddrinfo("::1", 0, &(struct addrinfo){ .ai_family = AF_INET6 }, &info);
	getaddrinfo("::1", 0, &(struct addrinfo){ .ai_family = AF_INET, .ai_flags = AI_NUMERICHOST }, &info);
	getaddrinfo_a(GAI_WAIT, &(struct gaicb *){ &(struct gaicb){ .ar_name = "127.0.0.6" } }, 1, 0);
	memset(buffer, 'x', ${LONG});
	buffer[${LONG}] = 0;
	getaddrinfo(buffer, 0, &(struct addrinfo){ .ai_flags = AI_NUMERICHOST }, &info);
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
  let results: Results<'all' | 'json' | 'library' | 'failed'>;
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
    const commands = {
      all: 'gethostlatency',
      json: 'gethostlatency --json',
      library: 'gethostlatency -l /root/own/libc.so.6',
      failed: 'gethostlatency -ex',
    };
    results = await bench.during(commands, async () => {
      const done = await bench.workload('./caller; LD_LIBRARY_PATH=own ./elsewhere; echo > go; sleep 2; cat inner.out');
      const printed = done.stdout.trim().split('\n').map(Number);
      pid = printed[0]!;
      innerPid = printed[2]!;
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test(`shows each of ${LOOKUPS} look-ups once, in order`, () => {
    assert.equal(results.all.lines[0], 'TIME      PID     COMM                  LATms HOST');
    const own = rows(
      results.all,
      new RegExp(`^\\d\\d:\\d\\d:\\d\\d  ${String(pid).padEnd(7)} caller {10} +\\d+\\.\\d\\d 10\\.0\\.0\\.\\d+$`),
    );
    assert.deepEqual(
      own.map((line) => line.split('10.0.0.')[1]),
      Array.from({ length: LOOKUPS }, (_, index) => String(index)),
    );
  });

  test('sees all functions, each call once, with its result', () => {
    const calls = results.json.json().filter((event) => event.pid === pid && !event.host.startsWith('10.'));
    assert.deepEqual(
      calls.map(({ host, call, family, failed, error }) => [host, call, family, failed, error]),
      [
        ['127.0.0.2', 'gethostbyname', 'inet', false, null],
        ['127.0.0.3', 'gethostbyname2', 'inet', false, null],
        ['127.0.0.4', 'gethostbyname_r', 'inet', false, null],
        ['127.0.0.5', 'gethostbyname2_r', 'inet', false, null],
        ['not a number', 'gethostbyname_r', 'inet', true, null],
        ['not a number', 'gethostbyname2_r', 'inet6', true, null],
        ['::1', 'getaddrinfo', 'inet6', false, null],
        ['::1', 'getaddrinfo', 'inet', true, 'EAI_ADDRFAMILY'],
        ['127.0.0.6', 'getaddrinfo', 'any', false, null],
        ['x'.repeat(263), 'getaddrinfo', 'any', true, 'EAI_NONAME'],
        ['not a \x1b[2Jname\n\ufffd', 'getaddrinfo', 'any', true, 'EAI_NONAME'],
        ['from-file.example', 'gethostbyname', 'inet', false, null],
      ],
    );
    // A thread of the library's own makes that one.
    assert.deepEqual(
      calls.filter(({ tid }) => tid !== pid).map(({ host }) => host),
      ['127.0.0.6'],
    );
    for (const { latency_ms, comm, uid, host, cut } of calls) {
      assert.ok(latency_ms > 0);
      assert.equal(cut, host.startsWith('x'));
      assert.deepEqual([comm, uid], ['caller', 0]);
    }
  });

  test('shows what failed only, with the family and the error, and that a name is cut', () => {
    assert.equal(results.failed.lines[0], 'TIME      PID     COMM                  LATms FAMILY RESULT         HOST');
    const own = results.failed.lines
      .filter((line) => line.slice(10).startsWith(`${pid} `))
      .map((line) => line.slice(46));
    assert.deepEqual(own, [
      'inet   failed         not a number',
      'inet6  failed         not a number',
      'inet   EAI_ADDRFAMILY ::1',
      `any    EAI_NONAME     ${'x'.repeat(263)}...`,
      'any    EAI_NONAME     not a \\x1b[2Jname\\n\\xff',
    ]);
    assert.ok(results.all.lines.some((line) => line.endsWith('xxx...')));
  });

  test('says which C libraries it traces when asked to', async () => {
    const run = await bench.start('gethostlatency -v -l /root/own/libc.so.6');
    assert.equal((await run.interrupt()).stderr, 'gethostlatency: tracing /root/own/libc.so.6\n');
  });

  test('escapes what a terminal would obey', () => {
    assert.equal(rows(results.all, / not a \\x1b\[2Jname\\n\\xff$/).length >= 1, true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in the output
    assert.doesNotMatch(results.all.stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test('sees processes of a container with a C library of its own', () => {
    const inner = results.json.json().filter((event) => event.pid === innerPid && /^10\.0\.0\./.test(event.host));
    assert.equal(inner.length, LOOKUPS);
  });

  test('traces the C library that is named, and no other', () => {
    const [, ...lines] = results.library.lines;
    assert.equal(rows(results.library, / elsewhere +\d+\.\d\d 10\.0\.0\.\d+$/).length, LOOKUPS);
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
    assert.equal(lines.length, 1 + LOOKUPS + OTHERS, lines.join('\n'));
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
