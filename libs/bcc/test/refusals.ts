/** What a kernel has every right to refuse: programs by name, the kernels, and what it says. */
const known: { program: RegExp; kernels?: string[]; why: RegExp }[] = [
  // Debian's kernels are built without CONFIG_BPF_KPROBE_OVERRIDE.
  { program: /override of a result/, why: /cannot use helper|unknown func/ },
  // Storage of tasks is there since 5.11, bpf_d_path in every security hook since 5.11 too.
  { program: /storage of sockets, inodes and tasks/, kernels: ['5.10'], why: /Invalid argument/ },
  { program: /path of a file/, kernels: ['5.10'], why: /not allowed in probe/ },
];

/** Whether a program is expected not to compile or not to load on that kernel, for that reason. */
export function refusals(kernel: string, name: string, why: string): boolean {
  return known.some(
    (entry) => entry.program.test(name) && (entry.kernels?.includes(kernel) ?? true) && entry.why.test(why),
  );
}
