/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once
#include "types.h"

/* The size of a page is 1 << page_shift: 4 KiB, on arm64 also 16 or 64. The kit sets it before load. */
const volatile u32 page_shift = 12;
