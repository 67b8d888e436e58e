import { elfSection } from '../../libs/core/src/btf/elf.ts';
import { compileFixture } from '../../libs/core/src/btf/fixtures/compile-fixture.ts';
import { Btf } from '../../libs/core/src/btf/reader.ts';

/** Types as a kernel could have them: of each kind, in each other, and in another order than the programs have them. */
const kernel = `
struct list { struct list *next; };
union value { int number; void *pointer; };
enum state { SLEEPING, RUNNING = 7, GONE = -3 };
enum big { SMALL = 1, HUGE = 0x123456789abcll };
typedef unsigned int flags_t;
typedef struct { long stack; flags_t flags; } context_t;
struct unrelated { struct list list; struct mm *mm; };
struct mm { long users; struct { long pgd; struct unrelated *back; }; };
typedef int (*handler_t)(struct mm *, enum state, ...);
struct task {
  struct list children;
  unsigned __state;
  union { int pid; struct { short low, high; }; };
  const volatile context_t context;
  struct mm *mm, **mms;
  char name[32];
  struct mm table[4][2];
  union value value;
  int first : 3, second : 9;
  unsigned long third : 33;
  handler_t handler;
  enum state wanted;
  enum big large;
};
typedef void (*btf_trace_task_run)(void *, struct task *, int);
struct everything { struct task task; struct unrelated unrelated; btf_trace_task_run run; };
struct everything everything;
`;
const functions = `
__attribute__((noinline)) int task_wake(struct task *t, struct mm *mm) { return t->__state + mm->users; }
__attribute__((noinline)) int task_sleep(struct task *t) { return t->wanted; }
int use(struct task *t) { return task_wake(t, t->mm) + task_sleep(t); }
`;

/** BTF of the above, as a kernel's file has it. */
export function kernelTypes(text = kernel + functions): Uint8Array {
  return elfSection(
    compileFixture({ text: `${text}\nchar LICENSE[] __attribute__((section("license"))) = "GPL";` }),
    '.BTF',
  )!.bytes;
}

const head = `
#define SEC(name) __attribute__((section(name), used))
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct mm { struct { long pgd; }; long users; };
struct list { struct list *next; };
union value { int number; };
typedef struct { unsigned flags; } context_t;
enum state { RUNNING = 1, GONE = 2, NEVER = 3 };
enum big { HUGE = 1ll << 40 };
typedef int (*handler_t)(struct mm *, enum state, ...);
struct task {
  char name[4]; int pid; unsigned __state; context_t context; struct mm *mm; struct mm table[4][2]; union value value;
  int second : 5; unsigned long third : 20; struct list children; enum state wanted;
};
struct task___old { long state; };
struct absent { int x; };
#pragma clang attribute pop
char LICENSE[] SEC("license") = "GPL";
`;

/** An object with one program. */
export function programObject(body: string, section = 'kprobe/x'): Uint8Array {
  return compileFixture({ text: `${head}SEC("${section}") long program(struct task *t) { ${body} }` });
}

/** Types of a module of the kernel with the types `kernel`: `struct <name> { int x; }`. */
export function moduleTypes(name: string, kernel: Buffer): Uint8Array {
  const headerBytes = 24;
  const int = new Btf(kernel).find('int', 'int')!.id;
  const names = Buffer.from(`${name}\0x\0`);
  // Names and types go on where those of the kernel end.
  const firstName = kernel.readUInt32LE(20);
  const struct = [firstName, ((4 << 24) | 1) >>> 0, 4, firstName + name.length + 1, int, 0];
  const header = [0x0001eb9f, headerBytes, 0, struct.length * 4, struct.length * 4, names.length];
  return Buffer.concat([Buffer.from(Uint32Array.from([...header, ...struct]).buffer), names]);
}
