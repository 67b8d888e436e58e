/** What every program may use without naming it: sized integers, the registers, the contexts of system calls. */
export const alwaysMentioned = `
  u8 u16 u32 u64 s8 s16 s32 s64 __u8 __u16 __u32 __u64 __s8 __s16 __s32 __s64
  __le16 __le32 __le64 __be16 __be32 __be64 __wsum __sum16 bool size_t ssize_t loff_t pid_t uid_t gid_t dev_t umode_t sector_t gfp_t
  false BPF_ANY BPF_MAP_TYPE_HASH BPF_F_CURRENT_CPU BPF_RB_NO_WAKEUP BPF_FUNC_unspec
  struct pt_regs; struct user_pt_regs; struct trace_entry;
  struct trace_event_raw_sys_enter; struct trace_event_raw_sys_exit;
  struct bpf_raw_tracepoint_args; struct bpf_perf_event_data; struct bpf_pidns_info;`;
