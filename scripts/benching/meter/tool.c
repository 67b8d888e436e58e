// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define _GNU_SOURCE
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "memory.h"

#define END_LIMIT_S 30

struct tool tool = {
	.out_file = "/dev/null",
	.err_file = "/dev/null",
	.first_line = -1,
	.attached = -1,
	.first_event = -1,
};

static int out_pipe = -1, notify_pipe = -1, out_fd;

void start_tool(char **command, bool piped)
{
	int out[2], notify[2], err;
	char number[16];

	if (pipe(out) || pipe(notify))
		die("pipe");
	out_fd = open(tool.out_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	err = open(tool.err_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (out_fd < 0 || err < 0)
		die("open");
	tool.started = now();
	tool.pid = fork();
	if (tool.pid < 0)
		die("fork");
	if (tool.pid == 0) {
		setpgid(0, 0);
		enter_group();
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
	tool.talks = piped;
	if (!piped)
		close(out[0]);
	notify_pipe = notify[0];
	if (clock_getcpuclockid(tool.pid, &tool.clock))
		die("clock_getcpuclockid");
}

/* Counts the lines with the mark; other lines go to the file. */
static void take_line(const char *line, size_t length)
{
	if (tool.first_line < 0)
		tool.first_line = now() - tool.started;
	if (memmem(line, length, tool.mark, strlen(tool.mark))) {
		if (tool.counted++ == 0)
			tool.first_event = now() - tool.started;
	} else if (write(out_fd, line, length) < 0) {
		die(tool.out_file);
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
		tool.talks = false;
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

void take(double time)
{
	struct pollfd fds[] = { { out_pipe, POLLIN, 0 }, { notify_pipe, POLLIN, 0 } };
	char byte;

	if (poll(fds, 2, time < 0 ? 0 : (int)(time * 1000) + 1) <= 0)
		return;
	if (fds[1].revents) {
		if (read(notify_pipe, &byte, 1) == 1)
			tool.attached = now() - tool.started;
		close(notify_pipe);
		notify_pipe = -1;
	}
	if (fds[0].revents)
		read_output();
}

void take_for(double time)
{
	double end = now() + time;

	while (now() < end)
		take(end - now());
}

bool has_ended(void)
{
	siginfo_t info = {};

	return waitid(P_PID, tool.pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == tool.pid;
}

void end_tool(struct rusage *usage, int *status)
{
	double end = now() + END_LIMIT_S;

	if (!has_ended())
		kill(-tool.pid, SIGINT);
	while (!has_ended()) {
		if (now() > end)
			kill(-tool.pid, SIGKILL);
		take(0.01);
	}
	while (tool.talks)
		read_output();
	if (wait4(tool.pid, status, 0, usage) < 0)
		die("wait4");
}
