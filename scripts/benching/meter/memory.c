// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "die.h"

#define ROOT "/sys/fs/cgroup"
#define GROUP ROOT "/bcc-ts-meter"

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file))
		die(path);
}

static bool made;

void make_group(void)
{
	put(ROOT "/cgroup.subtree_control", "+memory");
	if (mkdir(GROUP, 0700) && errno != EEXIST)
		die(GROUP);
	made = true;
}

void enter_group(void)
{
	if (made)
		put(GROUP "/cgroup.procs", "0");
}

long end_group(void)
{
	FILE *file = fopen(GROUP "/memory.peak", "r");
	long bytes = -1;

	if (file) {
		if (fscanf(file, "%ld", &bytes) != 1)
			bytes = -1;
		fclose(file);
	}
	/* Processes that just ended may still be in it for a moment. */
	for (int tries = 0; rmdir(GROUP) && tries < 100; tries++)
		usleep(20000);
	return bytes < 0 ? -1 : bytes / 1024;
}
