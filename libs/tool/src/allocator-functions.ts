import type { LibraryFunction } from './library-functions.ts';

/** Programs that follow an allocator, by what they make of a function's arguments. */
export type AllocatorProgram =
  | 'enter_size'
  | 'enter_calloc'
  | 'enter_realloc'
  | 'enter_aligned'
  | 'enter_new'
  | 'enter_posix_memalign'
  | 'enter_mmap'
  | 'enter_mremap'
  | 'enter_munmap'
  | 'enter_free'
  | 'leave_allocator'
  | 'leave_map';

const functions: readonly LibraryFunction<AllocatorProgram>[] = [
  { name: 'malloc', enter: 'enter_size', leave: 'leave_allocator', required: true },
  { name: 'calloc', enter: 'enter_calloc', leave: 'leave_allocator', required: true },
  { name: 'realloc', enter: 'enter_realloc', leave: 'leave_allocator', required: true },
  { name: 'free', enter: 'enter_free', required: true },
  { name: 'posix_memalign', enter: 'enter_posix_memalign', leave: 'leave_allocator' },
  { name: 'memalign', enter: 'enter_aligned', leave: 'leave_allocator' },
  { name: 'aligned_alloc', enter: 'enter_aligned', leave: 'leave_allocator' },
  { name: 'valloc', enter: 'enter_size', leave: 'leave_allocator' },
  { name: 'pvalloc', enter: 'enter_size', leave: 'leave_allocator' },
  { name: 'mmap', enter: 'enter_mmap', leave: 'leave_map' },
  { name: 'mremap', enter: 'enter_mremap', leave: 'leave_map' },
  { name: 'munmap', enter: 'enter_munmap' },
];

/**
 * C++'s `operator new`. It calls malloc, but from code without frame pointers, which would hide who called it. The forms
 * for arrays jump to these. Its return must not be probed, as exceptions do not get past such a probe; only allocators
 * that have it themselves, and call no malloc from it, leave no choice.
 */
const news = ['_Znwm', '_ZnwmRKSt9nothrow_t', '_ZnwmSt11align_val_t', '_ZnwmSt11align_val_tRKSt9nothrow_t'];

/** The functions of a C library's allocator, or of one whose names begin with `prefix`. */
export function allocatorFunctions(prefix = ''): LibraryFunction<AllocatorProgram>[] {
  return [
    ...functions.map((one) => ({ ...one, name: prefix + one.name })),
    ...news.map(
      (name) =>
        ({
          name,
          enter: 'enter_new',
          elsewhere: ['stdc++'],
          own: { enter: 'enter_size', leave: 'leave_allocator', unlessThereIs: '__libc_malloc' },
        }) as const,
    ),
  ];
}
