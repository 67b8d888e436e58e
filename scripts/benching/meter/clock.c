// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "clock.h"

double seconds(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now))
		return -1;
	return now.tv_sec + now.tv_nsec / 1e9;
}

double now(void)
{
	return seconds(CLOCK_MONOTONIC);
}

void pause_for(double time)
{
	struct timespec left = { (time_t)time, (time - (time_t)time) * 1e9 };

	nanosleep(&left, 0);
}
