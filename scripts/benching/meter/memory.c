// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

static long anonymous_of(pid_t process)
{
	char path[64], line[256];
	long size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", process);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "RssAnon: %ld kB", &size);
	if (file)
		fclose(file);
	return size;
}

static bool runs_the_same(pid_t one, pid_t other)
{
	char path[64];
	struct stat first, second;

	snprintf(path, sizeof(path), "/proc/%d/exe", one);
	if (stat(path, &first))
		return false;
	snprintf(path, sizeof(path), "/proc/%d/exe", other);
	return stat(path, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

long anonymous_kb(pid_t process)
{
	long sum = anonymous_of(process);
	char path[64];
	FILE *children;
	pid_t child;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", process, process);
	children = fopen(path, "r");
	while (children && fscanf(children, "%d", &child) == 1) {
		if (!runs_the_same(process, child))
			sum += anonymous_of(child);
	}
	if (children)
		fclose(children);
	return sum;
}
