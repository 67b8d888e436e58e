/*
 * A kernel for libbpf that takes everything and runs nothing: preloaded into a process, it answers bpf(2) itself and
 * puts a file of the test's in the place of the kernel's types. What would have been verified goes into a log.
 *
 * FAKE_KERNEL_TYPES: the file with the types. FAKE_KERNEL_NUMBERS: when not empty, they can be had by number too (Linux
 * 5.11). FAKE_KERNEL_MAPPED: when not empty, the file can be mapped (Linux 6.16). FAKE_KERNEL_MODULE: when not empty, a
 * file with the types of a module, which has the next number. FAKE_KERNEL_LOG: one line for each program, and one each time that libbpf reads all types itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whatever gets past this file is refused by the real kernel. */
__attribute__((constructor)) static void lock(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_bpf, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) abort();
}

static const char *given(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

/* The descriptor that stands for the types with a number, and whose they are. */
static int numbered = -1;
static const char *owner;

static int fail(int error) {
  errno = error;
  return -1;
}

static const char *substitute(const char *path) {
  const char *file = getenv("FAKE_KERNEL_TYPES");
  return file && path && strcmp(path, "/sys/kernel/btf/vmlinux") == 0 ? file : path;
}

/* Something that has a descriptor, can be mapped, and closed. */
static int thing(void) {
  int fd = memfd_create("fake", MFD_CLOEXEC);
  return fd < 0 || ftruncate(fd, 1 << 26) ? -1 : fd;
}

static void put(const char *text, size_t length) {
  static __thread FILE *log;
  if (!log && !(log = fopen(getenv("FAKE_KERNEL_LOG"), "ae"))) abort();
  fwrite(text, 1, length, log);
  if (text[length - 1] == '\n') fflush(log);
}

static void put_program(const union bpf_attr *attr) {
  char line[256];
  put(line, snprintf(line, sizeof line, "program %.16s %u %u %u ", attr->prog_name, attr->prog_type,
                     attr->expected_attach_type, attr->attach_btf_id));
  const struct bpf_insn *code = (const struct bpf_insn *)(uintptr_t)attr->insns;
  for (uint32_t i = 0; i < attr->insn_cnt; i++) {
    struct bpf_insn insn = code[i];
    /* Descriptors differ from one time to the next. */
    if (insn.code == (BPF_LD | BPF_DW | BPF_IMM) && insn.src_reg) insn.imm = 0;
    uint64_t word;
    memcpy(&word, &insn, sizeof word);
    put(line, snprintf(line, sizeof line, "%016llx", (unsigned long long)word));
  }
  put("\n", 1);
}

static int open_types(uint32_t id) {
  const char *path = id == 1 && given("FAKE_KERNEL_NUMBERS") ? given("FAKE_KERNEL_TYPES")
                     : id == 2                                 ? given("FAKE_KERNEL_MODULE")
                                                               : NULL;
  if (!path) return fail(ENOENT);
  owner = id == 1 ? "vmlinux" : "module";
  return numbered = open(path, O_RDONLY | O_CLOEXEC);
}

static int next_types(union bpf_attr *attr) {
  if (attr->start_id >= 2 || !given("FAKE_KERNEL_MODULE")) return fail(ENOENT);
  attr->next_id = 2;
  return 0;
}

static int describe(union bpf_attr *attr) {
  if (numbered < 0 || (int)attr->info.bpf_fd != numbered) return fail(EINVAL);
  struct bpf_btf_info *info = (struct bpf_btf_info *)(uintptr_t)attr->info.info;
  struct stat status;
  if (fstat(numbered, &status)) return -1;
  if (info->name) snprintf((char *)(uintptr_t)info->name, info->name_len, "%s", owner);
  if (info->btf && pread(numbered, (void *)(uintptr_t)info->btf, info->btf_size, 0) < 0) return -1;
  info->btf_size = status.st_size;
  info->kernel_btf = 1;
  return 0;
}

static long fake_bpf(int command, union bpf_attr *attr) {
  switch (command) {
    case BPF_PROG_LOAD:
      put_program(attr);
      return thing();
    case BPF_MAP_CREATE:
    case BPF_BTF_LOAD:
    case BPF_LINK_CREATE:
    case BPF_RAW_TRACEPOINT_OPEN:
      return thing();
    case BPF_MAP_UPDATE_ELEM:
    case BPF_MAP_FREEZE:
    case BPF_PROG_BIND_MAP:
      return 0;
    case BPF_BTF_GET_FD_BY_ID:
      return open_types(attr->btf_id);
    case BPF_OBJ_GET_INFO_BY_FD:
      return describe(attr);
    case BPF_BTF_GET_NEXT_ID:
      return next_types(attr);
    default:
      return fail(EINVAL);
  }
}

long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_bpf) return fake_bpf((int)a[0], (union bpf_attr *)a[1]);
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

#define REPLACE_OPEN(name)                                                                                             \
  int name(const char *path, int flags, ...) {                                                                         \
    static int (*real)(const char *, int, ...);                                                                        \
    if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name);                                        \
    va_list list;                                                                                                      \
    va_start(list, flags);                                                                                             \
    const mode_t mode = va_arg(list, mode_t);                                                                          \
    va_end(list);                                                                                                      \
    return real(substitute(path), flags, mode);                                                                        \
  }
REPLACE_OPEN(open)
REPLACE_OPEN(open64)

/* That is how libbpf opens them, and nobody else. */
#define REPLACE_FOPEN(name)                                                                                            \
  FILE *name(const char *path, const char *mode) {                                                                     \
    static FILE *(*real)(const char *, const char *);                                                                  \
    if (!real) real = (FILE *(*)(const char *, const char *))dlsym(RTLD_NEXT, #name);                                  \
    const char *file = substitute(path);                                                                               \
    if (file != path) put("all types\n", 10);                                                                          \
    return real(file, mode);                                                                                           \
  }
REPLACE_FOPEN(fopen)
REPLACE_FOPEN(fopen64)

#define REPLACE_MMAP(name)                                                                                             \
  void *name(void *address, size_t size, int protection, int flags, int fd, off_t offset) {                            \
    static void *(*real)(void *, size_t, int, int, int, off_t);                                                        \
    if (!real) real = (void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, #name);                        \
    struct stat file, mapped;                                                                                          \
    if (fd >= 0 && !given("FAKE_KERNEL_MAPPED") && given("FAKE_KERNEL_TYPES") &&                                       \
        stat(given("FAKE_KERNEL_TYPES"), &file) == 0 && fstat(fd, &mapped) == 0 && file.st_ino == mapped.st_ino) {     \
      errno = ENODEV;                                                                                                  \
      return MAP_FAILED;                                                                                               \
    }                                                                                                                  \
    return real(address, size, protection, flags, fd, offset);                                                         \
  }
REPLACE_MMAP(mmap)
REPLACE_MMAP(mmap64)

int access(const char *path, int mode) {
  static int (*real)(const char *, int);
  if (!real) real = (int (*)(const char *, int))dlsym(RTLD_NEXT, "access");
  return real(substitute(path), mode);
}

int faccessat(int directory, const char *path, int mode, int flags) {
  static int (*real)(int, const char *, int, int);
  if (!real) real = (int (*)(int, const char *, int, int))dlsym(RTLD_NEXT, "faccessat");
  return real(directory, substitute(path), mode, flags);
}
