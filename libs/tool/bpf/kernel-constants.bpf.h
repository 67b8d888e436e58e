/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Numbers of the kernel's ABI that are macros there, so that its type information does not have them. Enumerators
 * (TASK_COMM_LEN, TCP_ESTABLISHED, BPF_NOEXIST ...) need no definition: mentioning one is enough.
 */
#pragma once

#ifndef NULL
#define NULL ((void *)0)
#endif

#define NAME_MAX 255
#define PATH_MAX 4096
#define IFNAMSIZ 16
#define DISK_NAME_LEN 32

#define NSEC_PER_USEC 1000ULL
#define NSEC_PER_MSEC 1000000ULL
#define NSEC_PER_SEC 1000000000ULL

/* Error numbers; the largest tells an error pointer. */
#define EPERM 1
#define ENOENT 2
#define ESRCH 3
#define EINTR 4
#define EAGAIN 11
#define ENOMEM 12
#define EACCES 13
#define EBUSY 16
#define EEXIST 17
#define EINVAL 22
#define ENOSPC 28
#define EINPROGRESS 115
/* Those that no program sees: EINTR, or the call begins anew. */
#define ERESTARTSYS 512
#define ERESTARTNOHAND 514
#define ERESTART_RESTARTBLOCK 516
#define MAX_ERRNO 4095

#define AT_FDCWD -100
#define O_CREAT 00000100
#define S_IFMT 00170000
#define S_IFSOCK 0140000
#define S_IFLNK 0120000
#define S_IFREG 0100000
#define S_IFBLK 0060000
#define S_IFDIR 0040000
#define S_IFCHR 0020000
#define S_IFIFO 0010000
#define S_ISLNK(mode) (((mode)&S_IFMT) == S_IFLNK)
#define S_ISREG(mode) (((mode)&S_IFMT) == S_IFREG)
#define S_ISDIR(mode) (((mode)&S_IFMT) == S_IFDIR)
#define S_ISCHR(mode) (((mode)&S_IFMT) == S_IFCHR)
#define S_ISBLK(mode) (((mode)&S_IFMT) == S_IFBLK)
#define S_ISFIFO(mode) (((mode)&S_IFMT) == S_IFIFO)
#define S_ISSOCK(mode) (((mode)&S_IFMT) == S_IFSOCK)

/* Device numbers inside the kernel, which are not those of user space. */
#define MINORBITS 20
#define MAJOR(device) ((unsigned int)((device) >> MINORBITS))
#define MINOR(device) ((unsigned int)((device) & ((1U << MINORBITS) - 1)))
#define MKDEV(major, minor) (((major) << MINORBITS) | (minor))

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define ETH_ALEN 6
#define ETH_HLEN 14
#define ETH_P_IP 0x0800
#define ETH_P_ARP 0x0806
#define ETH_P_IPV6 0x86DD

/* Task states and flags. */
#define TASK_RUNNING 0x0000
#define TASK_INTERRUPTIBLE 0x0001
#define TASK_UNINTERRUPTIBLE 0x0002
#define PF_EXITING 0x00000004
#define PF_KTHREAD 0x00200000
