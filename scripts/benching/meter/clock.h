// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Times in seconds, as doubles. */
#pragma once
#include <time.h>

/* Of a clock; -1 when it is gone, as a process's is once it was waited for. */
double seconds(clockid_t clock);

double now(void);
void pause_for(double time);
