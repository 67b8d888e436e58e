/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Tasks, their ids and cgroups. */

/* offers: task_pid_nr */
static __attribute__((always_inline)) pid_t task_pid_nr(struct task_struct *task)
{
	return task->pid;
}

/* offers: task_tgid_nr */
static __attribute__((always_inline)) pid_t task_tgid_nr(struct task_struct *task)
{
	return task->tgid;
}

/* offers: task_pid */
static __attribute__((always_inline)) struct pid *task_pid(struct task_struct *task)
{
	return task->thread_pid;
}

/* offers: from_kuid_val __kuid_val */
static __attribute__((always_inline)) uid_t __kuid_val(kuid_t uid)
{
	return uid.val;
}

/* offers: __kgid_val */
static __attribute__((always_inline)) gid_t __kgid_val(kgid_t gid)
{
	return gid.val;
}

/* offers: is_idle_task */
static __attribute__((always_inline)) _Bool is_idle_task(const struct task_struct *task)
{
	return task->flags & 2;
}

/* offers: thread_group_leader */
static __attribute__((always_inline)) _Bool thread_group_leader(const struct task_struct *task)
{
	return task->exit_signal >= 0;
}

/* offers: same_thread_group */
static __attribute__((always_inline)) _Bool same_thread_group(const struct task_struct *one, const struct task_struct *other)
{
	return one->signal == other->signal;
}

/* offers: get_nr_threads */
static __attribute__((always_inline)) int get_nr_threads(const struct task_struct *task)
{
	return task->signal->nr_threads;
}

/* offers: task_nice */
static __attribute__((always_inline)) int task_nice(const struct task_struct *task)
{
	return task->static_prio - 120;
}

/* offers: task_tgid */
static __attribute__((always_inline)) struct pid *task_tgid(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_TGID];
}

/* offers: task_pgrp */
static __attribute__((always_inline)) struct pid *task_pgrp(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_PGID];
}

/* offers: task_session */
static __attribute__((always_inline)) struct pid *task_session(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_SID];
}

/* offers: pid_alive */
static __attribute__((always_inline)) int pid_alive(const struct task_struct *task)
{
	return task->thread_pid != 0;
}

/* offers: pid_nr */
static __attribute__((always_inline)) pid_t pid_nr(struct pid *pid)
{
	return pid ? pid->numbers[0].nr : 0;
}

/* offers: task_dfl_cgroup */
static __attribute__((always_inline)) struct cgroup *task_dfl_cgroup(struct task_struct *task)
{
	return task->cgroups->dfl_cgrp;
}

/* offers: cgroup_id */
static __attribute__((always_inline)) u64 cgroup_id(const struct cgroup *cgroup)
{
	return cgroup->kn->id;
}

/* offers: uid_eq */
static __attribute__((always_inline)) _Bool uid_eq(kuid_t one, kuid_t other)
{
	return one.val == other.val;
}

/* offers: gid_eq */
static __attribute__((always_inline)) _Bool gid_eq(kgid_t one, kgid_t other)
{
	return one.val == other.val;
}
