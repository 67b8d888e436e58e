// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#pragma once

/*
 * A control group for the command and what it starts, so that the kernel adds up their memory: their own, what the
 * kernel holds for them, and pages of files that nobody had read before.
 */
void make_group(void);

/* The calling process goes into it, if there is one. */
void enter_group(void);

/* Takes the group away. Gives the most KiB it ever held; -1 where the kernel does not tell (before 5.19). */
long end_group(void);
