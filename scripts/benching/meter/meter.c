// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Runs a tracing tool and measures it; runs in the guest. Prints one JSON object.
 *
 *	meter start [-a] [-t open|exec|connect|read] [-m MARK] [-E NAME=VALUE]... [-o FILE] [-r FILE] -- COMMAND...
 *	meter storm -n CALLS [-c] [-E NAME=VALUE]... [-o FILE] [-r FILE] -- COMMAND...
 *
 * start: until the first line (with -a until attached), until attached (BCC_TS_NOTIFY_FD), until the first event that -t
 * causes is shown, then SIGINT. A command that ends by itself is measured to its end. Lines with -m's text show an event.
 * Beside the RSS of the largest process, the most memory the kernel charged all of them together, if it tells.
 * storm: CALLS failing openat() calls as fast as they go, once the command is idle; its output goes to /dev/null, or
 * with -c through a pipe in which the calls' lines are counted.
 * -o takes what is on stdout beside counted lines, -r stderr.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "events.h"
#include "memory.h"
#include "tool.h"

#define START_LIMIT_S 600
#define EVENT_LIMIT_S 20
#define IDLE_SHARE 0.1
#define SETTLE_S 1.0
#define DRAIN_LIMIT_S 60

static const char *trigger;
static long calls;
static bool counting, until_attached;

static double usage_seconds(const struct rusage *usage)
{
	return usage->ru_utime.tv_sec + usage->ru_stime.tv_sec + (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

static bool programs_loaded(void)
{
	union bpf_attr attr = {};

	return syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attr, sizeof(attr)) == 0;
}

static bool started_up(void)
{
	return until_attached ? tool.attached >= 0 : tool.first_line >= 0;
}

static void measure_start(char **command)
{
	struct rusage usage;
	double ready, end;
	long charged;
	int status;

	make_group();
	start_tool(command, true);
	while (tool.talks && !started_up() && now() - tool.started < START_LIMIT_S)
		take(1);
	ready = now();
	while (trigger && tool.talks && tool.first_event < 0 && now() - ready < EVENT_LIMIT_S) {
		cause_event(trigger);
		take_for(0.02);
	}
	if (tool.talks)
		take_for(0.2);
	end_tool(&usage, &status);
	end = now() - tool.started;
	charged = end_group();
	printf("{\"first_line_s\":%.6f,\"attached_s\":%.6f,\"first_event_s\":%.6f,\"end_s\":%.6f,", tool.first_line,
	       tool.attached, tool.first_event, end);
	if (charged >= 0)
		printf("\"charged_kb\":%ld,", charged);
	printf("\"cpu_s\":%.6f,\"rss_kb\":%ld,\"status\":%d}\n", usage_seconds(&usage), usage.ru_maxrss, status);
}

/* Waits until the tool has programs, if it must, and is idle; false when it ended or the time is over. */
static bool settle(bool with_programs, double limit)
{
	double end = now() + limit;

	while (!has_ended() && now() < end) {
		double cpu = seconds(tool.clock), since = now();

		take_for(SETTLE_S);
		if (seconds(tool.clock) - cpu < IDLE_SHARE * (now() - since) && (!with_programs || programs_loaded()))
			return true;
	}
	return false;
}

static void measure_storm(char **command)
{
	struct rusage usage = {}, storm_usage = {};
	double cpu_before, cpu_after, storm_started, storm_time = -1, drained;
	int status;
	pid_t storm;

	for (int i = 0; programs_loaded() && i < 50; i++)
		pause_for(0.1);
	start_tool(command, counting);
	if (!settle(true, START_LIMIT_S)) {
		end_tool(&usage, &status);
		printf("{\"status\":%d}\n", status);
		return;
	}
	cpu_before = seconds(tool.clock);
	storm_started = now();
	storm = fork();
	if (storm == 0) {
		for (long i = 0; i < calls; i++)
			fail_to_open();
		_exit(0);
	}
	while (wait4(storm, 0, WNOHANG, &storm_usage) == 0)
		take(0.005);
	storm_time = now() - storm_started;
	settle(false, DRAIN_LIMIT_S);
	cpu_after = seconds(tool.clock);
	drained = now();
	end_tool(&usage, &status);
	printf("{\"calls\":%ld,\"counted\":%ld,\"storm_s\":%.6f,\"storm_cpu_s\":%.6f,\"tool_cpu_s\":%.6f,", calls,
	       tool.counted, storm_time, usage_seconds(&storm_usage), cpu_after - cpu_before);
	printf("\"end_s\":%.6f,\"rss_kb\":%ld,\"status\":%d}\n", now() - drained, usage.ru_maxrss, status);
}

int main(int argc, char **argv)
{
	int option;

	tool.mark = ABSENT_FILE;
	if (argc < 2 || !strcmp(argv[1], EXEC_ARGUMENT))
		return 0;
	while ((option = getopt(argc - 1, argv + 1, "+t:m:E:o:r:n:ca")) != -1) {
		if (option == 't')
			trigger = optarg;
		else if (option == 'E')
			putenv(optarg);
		else if (option == 'o')
			tool.out_file = optarg;
		else if (option == 'r')
			tool.err_file = optarg;
		else if (option == 'n')
			calls = atol(optarg);
		else if (option == 'm')
			tool.mark = optarg;
		else if (option == 'a')
			until_attached = true;
		else if (option == 'c')
			counting = true;
		else
			return 2;
	}
	if (!strcmp(argv[1], "start"))
		measure_start(argv + 1 + optind);
	else
		measure_storm(argv + 1 + optind);
	return 0;
}
