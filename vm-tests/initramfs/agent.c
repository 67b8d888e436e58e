// Runs commands for the host, as process 1 of the guest. One line on the serial port is one request:
//
//   SETUP MILLISECONDS         sets the clock, mounts what the host shares, unpacks the host's setup.tar
//   RUN N                      runs the shell text in HOST/N/command, its stdin in HOST/N/stdin if there is one
//   SIGNAL N NUMBER group|process   sends a signal to command N
//   SHELL ROWS COLUMNS TERM    starts a login shell on the second console
//   RESIZE ROWS COLUMNS        tells the programs on that console its new size
//
// Command N leaves its answers beside its text: pid, out, err, and last of all status. It is written in C because a
// shell would start half a dozen programs for every command, which takes long in an emulated machine.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define RUN "/run/bcc-ts"
#define HOST RUN "/host"
#define TOOLS "/usr/lib/bcc-ts/tools"
#define BUSYBOX RUN "/busybox"
// The kernel limits one argument to 128 KB; a longer command is read by bash from its file.
#define LONGEST_ARGUMENT 100000
#define NOTIFY_FD 9

enum { OUT, ERR, STREAMS };
static const char *const stream_names[STREAMS] = { "out", "err" };

struct command {
	struct command *next;
	int number;
	pid_t pid;
	int running;
	int status;
	int from[STREAMS]; // read end of the pipe that the command writes to; -1 once it is closed
	int to[STREAMS];   // the file that the host reads
};

static struct command *commands;
static pid_t shell_pid;
static int serial;

static void say(const char *format, ...)
{
	char line[256];
	va_list list;

	va_start(list, format);
	int length = vsnprintf(line, sizeof(line) - 1, format, list);
	va_end(list);
	if (length > (int)sizeof(line) - 2)
		length = sizeof(line) - 2;
	line[length++] = '\n';
	if (write(serial, line, length) < 0)
		return;
}

static char *path_of(int number, const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), HOST "/%d/%s", number, name);
	return path;
}

static void write_number(int number, const char *name, int value)
{
	char text[16];
	int fd = open(path_of(number, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	int length = snprintf(text, sizeof(text), "%d\n", value);

	if (fd < 0 || write(fd, text, length) != length)
		say("BCC-TS-AGENT cannot write %s of command %d: %s", name, number, strerror(errno));
	close(fd);
}

static char *read_text(const char *path)
{
	struct stat stat;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &stat))
		return NULL;
	char *text = calloc(1, stat.st_size + 1);
	ssize_t at = 0, got;
	while (at < stat.st_size && (got = read(fd, text + at, stat.st_size - at)) > 0)
		at += got;
	close(fd);
	return text;
}

// A child starts with nothing of this process's: default signals, its own session.
static void become_child(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	if (chdir("/root"))
		_exit(126);
}

static void give_fd(int fd, int number)
{
	if (fd < 0 || dup2(fd, number) < 0)
		_exit(126);
}

static void exec_command(int number, const int pipes[STREAMS][2])
{
	char *path = path_of(number, "stdin");
	int stdin_fd = open(path, O_RDONLY | O_CLOEXEC);
	int notify_fd = open(path_of(number, "notify"), O_WRONLY | O_APPEND | O_CLOEXEC);

	become_child();
	give_fd(stdin_fd < 0 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : stdin_fd, 0);
	give_fd(pipes[OUT][1], 1);
	give_fd(pipes[ERR][1], 2);
	if (notify_fd >= 0) {
		char text[8];
		snprintf(text, sizeof(text), "%d", NOTIFY_FD);
		setenv("BCC_TS_NOTIFY_FD", text, 1);
		if (notify_fd == NOTIFY_FD)
			fcntl(notify_fd, F_SETFD, 0);
		else
			give_fd(notify_fd, NOTIFY_FD);
	}
	path = path_of(number, "command");
	char *text = read_text(path);
	// With -c, bash gives its own place to a single command, which so becomes the process that gets the signals.
	if (text && strlen(text) < LONGEST_ARGUMENT)
		execl("/bin/bash", "bash", "-c", text, NULL);
	else
		execl("/bin/bash", "bash", path, NULL);
	_exit(127);
}

static void run(int number)
{
	struct command *command = calloc(1, sizeof(*command));
	int pipes[STREAMS][2];

	command->number = number;
	for (int i = 0; i < STREAMS; i++) {
		if (pipe2(pipes[i], O_CLOEXEC))
			say("BCC-TS-AGENT no pipe: %s", strerror(errno));
		command->from[i] = pipes[i][0];
		fcntl(command->from[i], F_SETFL, O_NONBLOCK);
		command->to[i] = open(path_of(number, stream_names[i]), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	}
	command->pid = fork();
	if (command->pid == 0)
		exec_command(number, pipes);
	for (int i = 0; i < STREAMS; i++)
		close(pipes[i][1]);
	command->running = 1;
	command->next = commands;
	commands = command;
	write_number(number, "pid", command->pid);
}

// Passes on what is in a pipe now; closes it at its end.
static void pass_on(struct command *command, int stream)
{
	static char buffer[1 << 16];

	while (command->from[stream] >= 0) {
		ssize_t length = read(command->from[stream], buffer, sizeof(buffer));
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 && errno == EAGAIN)
			return;
		if (length <= 0) {
			close(command->from[stream]);
			close(command->to[stream]);
			command->from[stream] = -1;
			return;
		}
		for (ssize_t at = 0, wrote; at < length; at += wrote) {
			wrote = write(command->to[stream], buffer + at, length - at);
			if (wrote < 0) {
				say("BCC-TS-AGENT cannot pass on output: %s", strerror(errno));
				break;
			}
		}
	}
}

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Reaps commands and whatever processes were left to process 1.
static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == shell_pid)
			say("BCC-TS-SHELL-ENDED %d", exit_status(status));
		for (struct command *command = commands; command; command = command->next) {
			if (!command->running || command->pid != pid)
				continue;
			command->running = 0;
			// All that it wrote is in the pipes by now; whoever outlives it and holds them is not waited for.
			pass_on(command, OUT);
			pass_on(command, ERR);
			write_number(command->number, "status", exit_status(status));
		}
	}
}

static void send_signal(int number, int signal_number, const char *target)
{
	for (struct command *command = commands; command; command = command->next)
		if (command->number == number && command->running)
			kill(strcmp(target, "group") ? command->pid : -command->pid, signal_number);
}

static int share(const char *tag, const char *directory, unsigned long flags, const char *cache)
{
	char options[128];

	mkdir(directory, 0755);
	snprintf(options, sizeof(options), "trans=virtio,version=9p2000.L,msize=512000,cache=%s", cache);
	return mount(tag, directory, "9p", flags, options);
}

// Each read from a share is a request to the host, and tar's reads are small: it gets the archive through a pipe.
static int unpack(const char *archive)
{
	static char block[1 << 18];
	int from = open(archive, O_RDONLY | O_CLOEXEC), to[2], status = 1;
	ssize_t length;

	if (from < 0 || pipe2(to, O_CLOEXEC))
		return 1;
	pid_t pid = fork();
	if (pid == 0) {
		become_child();
		give_fd(to[0], 0);
		execl(BUSYBOX, "tar", "-x", "-C", "/", NULL);
		_exit(127);
	}
	close(to[0]);
	while ((length = read(from, block, sizeof(block))) > 0 && write(to[1], block, length) == length)
		;
	close(from);
	close(to[1]);
	waitpid(pid, &status, 0);
	return status;
}

static void setup(long milliseconds)
{
	struct timeval now = { .tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000 };
	int status = 1;

	if (settimeofday(&now, NULL))
		say("BCC-TS-AGENT cannot set the clock: %s", strerror(errno));
	if (!share("host", HOST, 0, "none") && !share("tools", TOOLS, MS_RDONLY, "loose"))
		status = unpack(HOST "/setup.tar");
	if (status)
		say("BCC-TS-SETUP-FAILED status %d, %s", status, strerror(errno));
	else
		say("BCC-TS-SETUP-DONE");
}

static int open_console(int rows, int columns, int flags)
{
	struct winsize size = { .ws_row = rows, .ws_col = columns };
	int fd = open("/dev/hvc0", O_RDWR | O_CLOEXEC | flags);

	ioctl(fd, TIOCSWINSZ, &size);
	return fd;
}

static void shell(int rows, int columns, const char *terminal)
{
	shell_pid = fork();
	if (shell_pid)
		return;
	become_child();
	// The leader of a session without a terminal gets the first one it opens.
	int console = open_console(rows, columns, 0);
	for (int fd = 0; fd < 3; fd++)
		give_fd(console, fd);
	setenv("TERM", terminal, 1);
	execl("/bin/bash", "-bash", NULL);
	_exit(127);
}

static void serve(const char *line)
{
	char word[64] = "";
	int a = 0, b = 0;
	long milliseconds;

	if (sscanf(line, "SETUP %ld", &milliseconds) == 1)
		setup(milliseconds);
	else if (sscanf(line, "RUN %d", &a) == 1)
		run(a);
	else if (sscanf(line, "SIGNAL %d %d %63s", &a, &b, word) == 3)
		send_signal(a, b, word);
	else if (sscanf(line, "SHELL %d %d %63s", &a, &b, word) == 3)
		shell(a, b, word);
	else if (sscanf(line, "RESIZE %d %d", &a, &b) == 2)
		close(open_console(a, b, O_NOCTTY));
	else
		say("BCC-TS-AGENT does not understand: %s", line);
}

static void read_requests(void)
{
	static char buffer[4096];
	static size_t used;
	ssize_t length = read(serial, buffer + used, sizeof(buffer) - 1 - used);

	if (length <= 0)
		return;
	used += length;
	buffer[used] = 0;
	for (char *end; (end = strchr(buffer, '\n')); memmove(buffer, end + 1, used + 1)) {
		*end = 0;
		used -= end + 1 - buffer;
		serve(buffer);
	}
	if (used == sizeof(buffer) - 1)
		used = 0;
}

static void forget_finished(void)
{
	for (struct command **at = &commands, *command; (command = *at);) {
		if (command->running || command->from[OUT] >= 0 || command->from[ERR] >= 0) {
			at = &command->next;
			continue;
		}
		*at = command->next;
		free(command);
	}
}

static void open_serial(void)
{
	struct termios settings;

	serial = open("/dev/ttyS0", O_RDWR | O_CLOEXEC | O_NOCTTY);
	tcgetattr(serial, &settings);
	cfmakeraw(&settings);
	tcsetattr(serial, TCSANOW, &settings);
}

int main(void)
{
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	int ended = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);

	open_serial();
	say("BCC-TS-READY");
	for (;;) {
		struct pollfd fds[1024] = { { .fd = serial, .events = POLLIN }, { .fd = ended, .events = POLLIN } };
		nfds_t count = 2;
		struct signalfd_siginfo info;

		for (struct command *command = commands; command; command = command->next)
			for (int i = 0; i < STREAMS && count < 1024; i++)
				if (command->from[i] >= 0)
					fds[count++] = (struct pollfd){ .fd = command->from[i], .events = POLLIN };
		if (poll(fds, count, -1) < 0)
			continue;
		for (struct command *command = commands; command; command = command->next)
			for (int i = 0; i < STREAMS; i++)
				pass_on(command, i);
		while (read(ended, &info, sizeof(info)) > 0)
			;
		reap();
		forget_finished();
		if (fds[0].revents & POLLIN)
			read_requests();
	}
}
