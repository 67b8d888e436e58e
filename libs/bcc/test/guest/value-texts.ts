/** Programs whose every value is known by other means: what `values.ts` compares. */

/** Chains of pointers from a task and a directory: members, elements, arrays in structs, pointers to pointers. */
export const chains = `
#include <linux/fs.h>
#include <linux/fdtable.h>
#include <linux/nsproxy.h>
#include <linux/sched/signal.h>

struct question {
    u32 pid, fd;
};
struct seen {
    char name[16], parent[16], program[16];
    u64 directory, inode, namespace, arguments, limit;
    u32 ppid, pid, threads, uid, session, mode, owner, kind;
};
BPF_ARRAY(asked, struct question, 1);
BPF_HASH(answers, u32, struct seen);

static u64 descriptor_inode(struct task_struct *task, u32 fd)
{
    struct file **files = task->files->fdt->fd;
    struct file *file = files[fd & 63];
    return file ? file_inode(file)->i_ino : 0;
}

int kprobe__security_path_mkdir(struct pt_regs *ctx, const struct path *dir, struct dentry *dentry, umode_t mode)
{
    u32 slot = 0;
    struct question *question = asked.lookup(&slot);
    if (!question || bpf_get_current_pid_tgid() >> 32 != question->pid)
        return 0;
    struct task_struct *task = (struct task_struct *)bpf_get_current_task();
    struct inode *inode = dir->dentry->d_inode;
    struct seen seen = {};
    bpf_probe_read_kernel_str(&seen.name, sizeof(seen.name), dentry->d_name.name);
    bpf_probe_read_kernel_str(&seen.parent, sizeof(seen.parent), dentry->d_parent->d_name.name);
    bpf_probe_read_kernel_str(&seen.program, sizeof(seen.program), task->mm->exe_file->f_path.dentry->d_name.name);
    seen.directory = inode->i_ino;
    seen.inode = descriptor_inode(task, question->fd);
    seen.namespace = task->nsproxy->pid_ns_for_children->ns.inum;
    seen.arguments = task->mm->arg_end - task->mm->arg_start;
    seen.limit = task->signal->rlim[RLIMIT_NOFILE].rlim_cur;
    seen.ppid = task->real_parent->tgid;
    seen.pid = task->signal->pids[PIDTYPE_TGID]->numbers[0].nr;
    seen.threads = get_nr_threads(task);
    seen.uid = (*task).cred->uid.val;
    seen.session = pid_nr(task_session(task));
    seen.mode = mode & 0777;
    seen.owner = i_uid_read(inode) << 16 | (&inode->i_gid)->val;
    seen.kind = S_ISDIR(inode->i_mode) | d_is_dir(dir->dentry) << 1 | IS_ROOT(dir->dentry) << 2;
    seen.kind |= (dentry->d_parent == dir->dentry) << 3;
    answers.update(&slot, &seen);
    return 0;
}
`;

/** Bit fields, unions and arrays of a socket that listens. */
export const listener = `
#include <net/sock.h>
#include <net/ipv6.h>

struct seen {
    u32 family, only6, reuse, reuseport, backlog, type, protocol, local, any;
    u32 words[4];
    u8 last;
};
BPF_HASH(answers, u32, struct seen);

int kprobe__inet_csk_listen_start(struct pt_regs *ctx, struct sock *sk)
{
    u32 port = sk->sk_num;
    struct seen seen = {};
    struct in6_addr address = sk->sk_v6_rcv_saddr;
    seen.family = sk->__sk_common.skc_family;
    seen.only6 = sk->sk_ipv6only;
    seen.reuse = sk->sk_reuse;
    seen.reuseport = sk->sk_reuseport;
    seen.backlog = sk->sk_max_ack_backlog;
    seen.type = sk->sk_type;
    seen.protocol = sk->sk_protocol;
    seen.local = ipv6_addr_loopback(&sk->sk_v6_rcv_saddr);
    seen.any = ipv6_addr_any(&address);
    for (int i = 0; i < 4; i++)
        seen.words[i] = ntohl(sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[i]);
    seen.last = sk->sk_v6_rcv_saddr.s6_addr[15];
    answers.update(&port, &seen);
    return 0;
}
`;

/** The kernel's functions on numbers, with results from elsewhere. */
export const numbers = `
#include <linux/jhash.h>
#include <linux/hash.h>
#include <linux/ktime.h>
BPF_ARRAY(results, u64, 16);

int on_packet(struct xdp_md *ctx)
{
    char text[30] = {'F','o','u','r',' ','s','c','o','r','e',' ','a','n','d',' ','s','e','v','e','n',' ','y','e','a','r','s',' ','a','g','o'};
    u32 words[3] = {1, 2, 3};
    u64 rest = 1000003, values[] = {
        jhash(text, 30, 0), jhash(text, 30, 1), jhash(words, 12, 5) == jhash_3words(1, 2, 3, 5), jhash2(words, 3, 5) == jhash_3words(1, 2, 3, 5),
        hash_32(1, 32), hash_64(1, 32), hweight64(0xf0f000000000000fULL), fls64(1ULL << 40),
        div_s64(-7, 2), rol32(0x80000001, 33), new_encode_dev(MKDEV(259, 300)), ktime_us_delta(9000999, 1000),
        do_div(rest, 1000), 0, is_power_of_2(4096) + IS_ALIGNED(12, 8), clamp_val(70, 3, 9),
    };
    values[13] = rest;
    for (int i = 0; i < 16; i++) {
        int slot = i;
        results.update(&slot, &values[i]);
    }
    return XDP_PASS;
}
`;

/** Formats of `bpf_trace_printk`, some of which print nothing on some kernels. */
export const printkFormats = [
  ...['plain', '%d %d', '%i', '%u', '%x %lx %llx', '%ld', '%lld', '%p', '%s', 'line\\n'],
  ...['%X', '%c', '%5u', '%02x', '%-8d', '100%%', '%s %s', '%lu%%'],
  ...['%o', '%f', '%hd', '%zu', '%#x', '%.3s', '%*d', '%b', '%', '%ls'],
];

/** Prints each format once, with values that fit, and keeps what the helper returns. */
export const printing = `
BPF_ARRAY(returned, long, ${printkFormats.length});

int kprobe__security_path_mkdir(struct pt_regs *ctx)
{
    char word[] = "word";
    int slot;
    long result;
${printkFormats
  .map((format, index) => {
    const values = [...format.replaceAll('%%', '').matchAll(/%[^a-zA-Z]*[a-zA-Z]*/g)].map(([conversion]) =>
      conversion.includes('s') ? ', word' : ', 5',
    );
    return `    slot = ${index}; result = bpf_trace_printk("${format}"${values.join('')}); returned.update(&slot, &result);`;
  })
  .join('\n')}
    return 0;
}
`;
