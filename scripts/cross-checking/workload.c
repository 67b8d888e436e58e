// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What happens while the tools trace functions and stacks: a known number of calls, seconds or bytes. Started as
 * workload NAME; waits for NAME.go. Built with frame pointers and without optimisation.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char path[256];
static void *volatile kept;

static const char *file(const char *name, const char *end)
{
	snprintf(path, sizeof(path), "%s.%s", name, end);
	return path;
}

static double seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void sleep_ms(long ms)
{
	struct timespec left = { 0, ms * 1000000 };

	nanosleep(&left, 0);
}

__attribute__((noinline)) int x_work(int n)
{
	return n + 1;
}

__attribute__((noinline)) void x_spin(double time)
{
	volatile int n;

	while (seconds(CLOCK_PROCESS_CPUTIME_ID) < time)
		for (n = 0; n < 1000; n++)
			;
}

__attribute__((noinline)) void x_leak(void)
{
	kept = malloc(48);
}

__attribute__((noinline)) void x_tidy(void)
{
	kept = malloc(100);
	free(kept);
}

int main(int argc, char **argv)
{
	const char *name = argv[argc - 1];
	double wall, cpu;
	FILE *out;
	int i, go;

	out = fopen(file(name, "pid"), "w");
	fprintf(out, "%d", getpid());
	fclose(out);
	/* To its end: whoever writes must not find the reader gone. */
	go = open(file(name, "go"), O_RDONLY);
	while (read(go, path, sizeof(path)) > 0)
		;
	wall = seconds(CLOCK_MONOTONIC);
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	if (!strcmp(name, "work") || !strcmp(name, "timed-work"))
		for (i = 0; i < 12347; i++)
			x_work(i);
	else if (!strcmp(name, "runqlat"))
		for (i = 0; i < 499; i++)
			sleep_ms(1);
	else if (!strcmp(name, "timed-sleep"))
		for (i = 0; i < 97; i++)
			sleep_ms(10);
	else if (!strcmp(name, "profile"))
		x_spin(cpu + 8);
	else if (!strcmp(name, "offcputime"))
		for (i = 0; i < 41; i++)
			sleep_ms(50);
	else if (!strcmp(name, "memleak"))
		for (i = 0; i < 1009; i++) {
			if (i % 10 == 0)
				x_leak();
			x_tidy();
		}
	out = fopen(file(name, "done"), "w");
	fprintf(out, "%.3f %.3f", seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
	fclose(out);
	pause();
	return 0;
}
