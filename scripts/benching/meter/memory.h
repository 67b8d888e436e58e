// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#pragma once
#include <sys/types.h>

/*
 * KiB that a process and those it has started hold now, but for pages of files, which are there once for all. A child
 * that has not executed anything yet is left out: its pages are its parent's.
 */
long anonymous_kb(pid_t process);
