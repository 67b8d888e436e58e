// Stands in for the two symbols that would otherwise need glibc 2.33, so that the addon loads wherever Node does.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// On 64-bit machines the kernel's structure is the C library's.
extern "C" int fstat(int fd, struct stat* status) noexcept {
  return static_cast<int>(syscall(SYS_fstat, fd, status));
}

// What std::shared_ptr asks before it skips atomic counting: Node has threads.
extern "C" {
extern char __libc_single_threaded;
char __libc_single_threaded = 0;
}
