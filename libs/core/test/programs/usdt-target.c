// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Passes two probes, one of them guarded by a semaphore, as often as its argument says; says whether that was raised. */
#define _SDT_HAS_SEMAPHORES 1
#include <stdio.h>
#include <stdlib.h>
#include <sys/sdt.h>

__extension__ unsigned short core_test_plain_semaphore __attribute__((unused)) __attribute__((section(".probes")));
__extension__ unsigned short core_test_guarded_semaphore __attribute__((unused)) __attribute__((section(".probes")));

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 1;
	volatile unsigned short *raised = &core_test_guarded_semaphore;
	int on = *raised;

	for (int i = 0; i < count; i++) {
		STAP_PROBE1(core_test, plain, i);
		if (*raised)
			STAP_PROBE2(core_test, guarded, i, argv);
	}
	puts(on ? "on" : "off");
	return 0;
}
