/*
 * Included before every file of the addon and of the libraries it links.
 *
 * glibc 2.34 gave what it moved from libpthread into libc a second, newer version, which the linker prefers and older
 * systems lack. The old versions are still there and mean the same functions.
 */
#ifndef __ASSEMBLER__
#if defined(__x86_64__)
#define BASE_VERSION "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define BASE_VERSION "GLIBC_2.17"
#endif
#define USE_BASE_VERSION(function) __asm__(".symver " #function "," #function "@" BASE_VERSION)
USE_BASE_VERSION(pthread_rwlock_init);
USE_BASE_VERSION(pthread_rwlock_destroy);
USE_BASE_VERSION(pthread_rwlock_rdlock);
USE_BASE_VERSION(pthread_rwlock_tryrdlock);
USE_BASE_VERSION(pthread_rwlock_wrlock);
USE_BASE_VERSION(pthread_rwlock_unlock);
#undef USE_BASE_VERSION
#undef BASE_VERSION
#endif
