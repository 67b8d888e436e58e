// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What tracing tools show, caused on purpose. */
#pragma once

/* The name in failing openat() calls, and the argument of what is executed. */
#define ABSENT_FILE "/bench-absent"
#define EXEC_ARGUMENT "bench-marker"

/* Causes one event: open, exec, connect or read. */
void cause_event(const char *kind);
void fail_to_open(void);
