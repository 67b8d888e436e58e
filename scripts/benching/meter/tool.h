// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The one command that is measured, and what it has said so far. */
#pragma once
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>

struct tool {
	/* Lines with this text show an event. */
	const char *mark;
	/* They take what is on stdout beside those lines, and stderr. */
	const char *out_file, *err_file;
	pid_t pid;
	clockid_t clock;
	double started;
	/* Seconds since then; -1 before. */
	double first_line, attached, first_event;
	long counted;
	/* Its output is read here, and has not ended. */
	bool talks;
};

extern struct tool tool;

/* Piped: lines are counted; else the output goes to /dev/null. */
void start_tool(char **command, bool piped);

/* Takes what comes within the time, at most; returns at the first thing that came. */
void take(double time);
void take_for(double time);

bool has_ended(void);

/* Interrupts it, and waits for its end. */
void end_tool(struct rusage *usage, int *status);
