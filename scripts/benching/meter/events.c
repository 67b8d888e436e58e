// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define _GNU_SOURCE
#include "events.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "die.h"

#define CLOSED_PORT 7009
#define DISK "/dev/vdb"

void fail_to_open(void)
{
	syscall(SYS_openat, AT_FDCWD, ABSENT_FILE, O_RDONLY);
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

void cause_event(const char *kind)
{
	pid_t child;

	if (!strcmp(kind, "open")) {
		fail_to_open();
		return;
	}
	if (!strcmp(kind, "connect")) {
		connect_somewhere();
		return;
	}
	if (!strcmp(kind, "read")) {
		read_disk();
		return;
	}
	child = fork();
	if (child == 0) {
		/* On the stack, because a program on the kernel side can only read pages that are present. */
		char file[] = "/proc/self/exe", mark[] = EXEC_ARGUMENT;
		char *words[] = { file, mark, NULL };

		execv(file, words);
		_exit(1);
	}
	waitpid(child, 0, 0);
}
