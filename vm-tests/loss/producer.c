/* Makes events and prints how many: producer open|exec|read COUNT|SECONDSs WORKERS [DEVICE]. Linked statically. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 4096
#define BLOCKS 1024
/* Two of such records fill a page. */
#define ARGUMENT 1500

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int make_open(long number)
{
	char path[64];

	snprintf(path, sizeof(path), "/produced/%d/%ld", getpid(), number);
	return open(path, O_RDONLY) == -1;
}

static int make_exec(long number)
{
	static char argument[ARGUMENT + 1];
	static char *no_environment[] = {NULL};
	char *words[] = {"producer", argument, NULL};
	pid_t child;

	memset(argument, 'x', ARGUMENT);
	if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, words, no_environment))
		fail("posix_spawn");
	return waitpid(child, NULL, 0) == child;
}

static int device;

static int make_read(long number)
{
	static char block[BLOCK] __attribute__((aligned(BLOCK)));

	if (pread(device, block, BLOCK, number % BLOCKS * BLOCK) != BLOCK)
		fail("pread");
	return 1;
}

static long work(int (*make)(long), const char *amount)
{
	long limit = atol(amount), done = 0;
	struct timespec start, now;

	if (!strchr(amount, 's')) {
		while (done < limit)
			done += make(done);
		return done;
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		done += make(done);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec - start.tv_sec < limit);
	return done;
}

int main(int count, char **words)
{
	int (*make)(long), pipes[2], workers;
	long done, all = 0;

	if (count < 4)
		return 0;
	make = words[1][0] == 'o' ? make_open : words[1][0] == 'e' ? make_exec : make_read;
	workers = atoi(words[3]);
	if (count > 4 && (device = open(words[4], O_RDONLY | O_DIRECT)) == -1)
		fail(words[4]);
	if (pipe(pipes))
		fail("pipe");
	for (int i = 0; i < workers; i++) {
		if (fork())
			continue;
		done = work(make, words[2]);
		if (write(pipes[1], &done, sizeof(done)) != sizeof(done))
			fail("write");
		return 0;
	}
	for (int i = 0; i < workers; i++) {
		if (read(pipes[0], &done, sizeof(done)) != sizeof(done))
			fail("read");
		all += done;
	}
	while (wait(NULL) > 0)
		;
	printf("%ld\n", all);
	return 0;
}
