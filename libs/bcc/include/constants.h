/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What programs take from the kernel's headers and its type information does not have, because they are macros there:
 * numbers of the ABI, and short expressions. A program gets those it mentions.
 */
#define NULL ((void *)0)
#define true 1
#define false 0
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#define CUR_CPU_IDENTIFIER 0xffffffffULL
#define TASK_COMM_LEN 16
#define __user
#define FMODE_WRITE 2
