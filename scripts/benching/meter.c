// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Runs a tracing tool and measures it; runs in the guest. Prints one JSON object.
 *
 *	meter start [-a] [-t open|exec|connect|read] [-m MARK] [-E NAME=VALUE]... [-o FILE] [-r FILE] -- COMMAND...
 *	meter storm -n CALLS [-c] [-E NAME=VALUE]... [-o FILE] [-r FILE] -- COMMAND...
 *
 * start: until the first line (with -a until attached), until attached (BCC_TS_NOTIFY_FD), until the first event that -t
 * causes is shown, then SIGINT. A command that ends by itself is measured to its end. Lines with -m's text show an event.
 * With -a also the most anonymous memory of the command and its children together, looked at every 20 ms until attached.
 * storm: CALLS failing openat() calls as fast as they go, once the command is idle; its output goes to /dev/null, or
 * with -c through a pipe in which the calls' lines are counted.
 * -o takes what is on stdout beside counted lines, -r stderr.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MARK "/bench-absent"
#define EXEC_MARK "bench-marker"
#define CLOSED_PORT 7009
#define DISK "/dev/vdb"
#define START_LIMIT_S 600
#define EVENT_LIMIT_S 20
#define IDLE_SHARE 0.1
#define SETTLE_S 1.0
#define DRAIN_LIMIT_S 60
#define END_LIMIT_S 30

static const char *trigger, *mark = MARK, *out_file = "/dev/null", *err_file = "/dev/null";
static long calls;
static bool counting, until_attached;
static pid_t tool;
static clockid_t tool_clock;
static int out_pipe = -1, notify_pipe = -1, out_fd;
static double started, first_line = -1, attached = -1, first_event = -1;
static long counted, most_anonymous;

static void die(const char *what)
{
	fprintf(stderr, "meter: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double seconds(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now))
		return -1;
	return now.tv_sec + now.tv_nsec / 1e9;
}

static double now(void)
{
	return seconds(CLOCK_MONOTONIC);
}

static double usage_seconds(const struct rusage *usage)
{
	return usage->ru_utime.tv_sec + usage->ru_stime.tv_sec + (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

static void pause_for(double time)
{
	struct timespec left = { (time_t)time, (time - (time_t)time) * 1e9 };

	nanosleep(&left, 0);
}

static bool programs_loaded(void)
{
	union bpf_attr attr = {};

	return syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attr, sizeof(attr)) == 0;
}

static void start_tool(char **command, bool piped)
{
	int out[2], notify[2], err;
	char number[16];

	if (pipe(out) || pipe(notify))
		die("pipe");
	out_fd = open(out_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	err = open(err_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (out_fd < 0 || err < 0)
		die("open");
	started = now();
	tool = fork();
	if (tool < 0)
		die("fork");
	if (tool == 0) {
		setpgid(0, 0);
		close(out[0]);
		close(notify[0]);
		dup2(piped ? out[1] : open("/dev/null", O_WRONLY), 1);
		dup2(err, 2);
		close(out[1]);
		close(err);
		close(out_fd);
		snprintf(number, sizeof(number), "%d", notify[1]);
		setenv("BCC_TS_NOTIFY_FD", number, 1);
		execvp(command[0], command);
		dprintf(2, "meter: %s: %s\n", command[0], strerror(errno));
		_exit(127);
	}
	close(out[1]);
	close(notify[1]);
	close(err);
	out_pipe = piped ? out[0] : -1;
	if (!piped)
		close(out[0]);
	notify_pipe = notify[0];
	if (clock_getcpuclockid(tool, &tool_clock))
		die("clock_getcpuclockid");
}

/* Counts the lines with the mark; other lines go to the file. */
static void take_line(const char *line, size_t length)
{
	if (first_line < 0)
		first_line = now() - started;
	if (memmem(line, length, mark, strlen(mark))) {
		if (counted++ == 0)
			first_event = now() - started;
	} else if (write(out_fd, line, length) < 0) {
		die(out_file);
	}
}

static void read_output(void)
{
	static char buffer[1 << 16];
	static size_t used;
	ssize_t length = read(out_pipe, buffer + used, sizeof(buffer) - used);
	char *line = buffer, *end;

	if (length <= 0) {
		close(out_pipe);
		out_pipe = -1;
		return;
	}
	used += length;
	while ((end = memchr(line, '\n', buffer + used - line))) {
		take_line(line, end + 1 - line);
		line = end + 1;
	}
	if (line == buffer && used == sizeof(buffer))
		line += used;
	used -= line - buffer;
	memmove(buffer, line, used);
}

/* Takes what comes within the time, at most; returns at the first thing that came. */
static void take(double time)
{
	struct pollfd fds[] = { { out_pipe, POLLIN, 0 }, { notify_pipe, POLLIN, 0 } };
	char byte;

	if (poll(fds, 2, time < 0 ? 0 : (int)(time * 1000) + 1) <= 0)
		return;
	if (fds[1].revents) {
		if (read(notify_pipe, &byte, 1) == 1)
			attached = now() - started;
		close(notify_pipe);
		notify_pipe = -1;
	}
	if (fds[0].revents)
		read_output();
}

static void take_for(double time)
{
	double end = now() + time;

	while (now() < end)
		take(end - now());
}

static bool ended(void)
{
	siginfo_t info = {};

	return waitid(P_PID, tool, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == tool;
}

static void end_tool(struct rusage *usage, int *status)
{
	double end = now() + END_LIMIT_S;

	if (!ended())
		kill(-tool, SIGINT);
	while (!ended()) {
		if (now() > end)
			kill(-tool, SIGKILL);
		take(0.01);
	}
	while (out_pipe >= 0)
		read_output();
	if (wait4(tool, status, 0, usage) < 0)
		die("wait4");
}

static void connect_somewhere(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(CLOSED_PORT) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	connect(fd, (struct sockaddr *)&address, sizeof(address));
	close(fd);
}

static void read_disk(void)
{
	static char buffer[4096] __attribute__((aligned(4096)));
	int fd = open(DISK, O_RDONLY | O_DIRECT);

	if (fd < 0 || read(fd, buffer, sizeof(buffer)) < 0)
		die(DISK);
	close(fd);
}

static bool started_up(void)
{
	return until_attached ? attached >= 0 : first_line >= 0;
}

static void cause_event(void)
{
	pid_t child;

	if (!strcmp(trigger, "open")) {
		syscall(SYS_openat, AT_FDCWD, MARK, O_RDONLY);
		return;
	}
	if (!strcmp(trigger, "connect")) {
		connect_somewhere();
		return;
	}
	if (!strcmp(trigger, "read")) {
		read_disk();
		return;
	}
	child = fork();
	if (child == 0) {
		/* On the stack, because a program on the kernel side can only read pages that are present. */
		char file[] = "/proc/self/exe", mark[] = EXEC_MARK;
		char *words[] = { file, mark, NULL };

		execv(file, words);
		_exit(1);
	}
	waitpid(child, 0, 0);
}

static long anonymous_of(long pid)
{
	char path[64], line[256];
	long size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/status", pid);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "RssAnon: %ld kB", &size);
	if (file)
		fclose(file);
	return size;
}

/* What the tool and the processes it has started hold now, but for pages of files, which are there once for all. */
static void sample_memory(void)
{
	long sum = anonymous_of(tool), child;
	char path[64];
	FILE *children;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", tool, tool);
	children = fopen(path, "r");
	while (children && fscanf(children, "%ld", &child) == 1)
		sum += anonymous_of(child);
	if (children)
		fclose(children);
	if (sum > most_anonymous)
		most_anonymous = sum;
}

static void measure_start(char **command)
{
	struct rusage usage;
	double ready, end;
	int status;

	start_tool(command, true);
	while (out_pipe >= 0 && !started_up() && now() - started < START_LIMIT_S) {
		take(until_attached ? 0.02 : 1);
		if (until_attached)
			sample_memory();
	}
	ready = now();
	while (trigger && out_pipe >= 0 && first_event < 0 && now() - ready < EVENT_LIMIT_S) {
		cause_event();
		take_for(0.02);
	}
	if (out_pipe >= 0)
		take_for(0.2);
	end_tool(&usage, &status);
	end = now() - started;
	printf("{\"first_line_s\":%.6f,\"attached_s\":%.6f,\"first_event_s\":%.6f,\"end_s\":%.6f,", first_line, attached,
	       first_event, end);
	printf("\"cpu_s\":%.6f,\"rss_kb\":%ld,\"anonymous_kb\":%ld,\"status\":%d}\n", usage_seconds(&usage), usage.ru_maxrss,
	       most_anonymous, status);
}

/* Waits until the tool has programs, if it must, and is idle; false when it ended or the time is over. */
static bool settle(bool with_programs, double limit)
{
	double end = now() + limit;

	while (!ended() && now() < end) {
		double cpu = seconds(tool_clock), since = now();

		take_for(SETTLE_S);
		if (seconds(tool_clock) - cpu < IDLE_SHARE * (now() - since) && (!with_programs || programs_loaded()))
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
	cpu_before = seconds(tool_clock);
	storm_started = now();
	storm = fork();
	if (storm == 0) {
		for (long i = 0; i < calls; i++)
			syscall(SYS_openat, AT_FDCWD, MARK, O_RDONLY);
		_exit(0);
	}
	while (wait4(storm, 0, WNOHANG, &storm_usage) == 0)
		take(0.005);
	storm_time = now() - storm_started;
	settle(false, DRAIN_LIMIT_S);
	cpu_after = seconds(tool_clock);
	drained = now();
	end_tool(&usage, &status);
	printf("{\"calls\":%ld,\"counted\":%ld,\"storm_s\":%.6f,\"storm_cpu_s\":%.6f,\"tool_cpu_s\":%.6f,", calls, counted,
	       storm_time, usage_seconds(&storm_usage), cpu_after - cpu_before);
	printf("\"end_s\":%.6f,\"rss_kb\":%ld,\"status\":%d}\n", now() - drained, usage.ru_maxrss, status);
}

int main(int argc, char **argv)
{
	int option;

	if (argc < 2 || !strcmp(argv[1], EXEC_MARK))
		return 0;
	while ((option = getopt(argc - 1, argv + 1, "+t:m:E:o:r:n:ca")) != -1) {
		if (option == 't')
			trigger = optarg;
		else if (option == 'E')
			putenv(optarg);
		else if (option == 'o')
			out_file = optarg;
		else if (option == 'r')
			err_file = optarg;
		else if (option == 'n')
			calls = atol(optarg);
		else if (option == 'm')
			mark = optarg;
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
