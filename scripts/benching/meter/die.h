// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#pragma once

/* Ends the program with what failed and why. */
_Noreturn void die(const char *what);
