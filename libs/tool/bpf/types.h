/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Kernel types of the architecture a program is compiled for. The build puts those the program mentions before its
 * text; the whole header serves editors. The guard's name is the one libbpf's headers look for.
 */
#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#if defined(__TARGET_ARCH_x86)
#include "types/x86_64.h"
#elif defined(__TARGET_ARCH_arm64)
#include "types/arm64.h"
#else
#error "compile with -D__TARGET_ARCH_x86 or -D__TARGET_ARCH_arm64"
#endif

#endif
