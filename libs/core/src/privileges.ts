import { readFileSync } from 'node:fs';

/** Where the facts come from; tests put their own. */
export interface PrivilegeFiles {
  /** Content of a file, or undefined when it cannot be read. */
  read(path: string): string | undefined;
}

const system: PrivilegeFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};

const capabilities = {
  CAP_NET_ADMIN: 12n,
  CAP_SYS_ADMIN: 21n,
  CAP_SYS_RESOURCE: 24n,
  CAP_PERFMON: 38n,
  CAP_BPF: 39n,
} as const;

type Capability = keyof typeof capabilities;

/** The effective capabilities of this process that concern tracing. */
export function effectiveCapabilities(files: PrivilegeFiles = system): Set<Capability> {
  const mask = /^CapEff:\s*([0-9a-f]+)/m.exec(files.read('/proc/self/status') ?? '')?.[1];
  const bits = BigInt(`0x${mask ?? '0'}`);
  const names = Object.keys(capabilities) as Capability[];
  return new Set(names.filter((name) => (bits >> capabilities[name]) & 1n));
}

/**
 * Why the kernel refused with EPERM or EACCES, in one line: the capability that is missing, lockdown, or a setting.
 * Looks only at what can be seen without privileges.
 */
export function explainPermission(
  error: { message: string; syscall?: string | undefined },
  files: PrivilegeFiles = system,
): string {
  const have = effectiveCapabilities(files);
  const admin = have.has('CAP_SYS_ADMIN');
  const missing = missingCapabilities(have);
  if (missing !== undefined) return missing;

  const lockdown = /\[(\w+)\]/.exec(files.read('/sys/kernel/security/lockdown') ?? '')?.[1];
  if (lockdown === 'confidentiality') {
    return 'permission denied: kernel lockdown is in confidentiality mode, which forbids tracing (see kernel_lockdown(7))';
  }
  const { syscall = '' } = error;
  const paranoid = Number(files.read('/proc/sys/kernel/perf_event_paranoid') ?? 0);
  const closed =
    admin || paranoid <= 2
      ? undefined
      : `permission denied: CAP_SYS_ADMIN missing, as kernel.perf_event_paranoid is ${paranoid} (try: sysctl kernel.perf_event_paranoid=2)`;
  if (closed && /perf_event|probe|usdt/.test(syscall)) return closed;
  if (!admin && !files.read('/sys/kernel/tracing/trace') && !files.read('/sys/kernel/debug/tracing/trace')) {
    return 'permission denied: tracefs may not be read (needs CAP_DAC_READ_SEARCH), or is not mounted';
  }
  if (closed && /attach_tracepoint/.test(syscall)) return closed;
  if (!admin && /uprobe|usdt/.test(syscall)) {
    return 'permission denied: CAP_SYS_ADMIN missing, which newer kernels want for probes of programs';
  }
  if (inUserNamespace(files)) return namespaceText;
  const limit = lockedMemoryLimit(files);
  if (limit !== undefined && !/attach/.test(syscall) && !admin && !have.has('CAP_SYS_RESOURCE')) {
    return `permission denied: only ${limit} bytes of memory may be locked (ulimit -l unlimited, or CAP_SYS_RESOURCE)`;
  }
  const text = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  return `${text} (a security module or a container's seccomp filter may forbid bpf(2))`;
}

const namespaceText =
  'permission denied: inside a user namespace, where capabilities do not reach the kernel (run it on the host)';

function missingCapabilities(have: ReadonlySet<Capability>): string | undefined {
  const missing = (['CAP_BPF', 'CAP_PERFMON'] as const).filter((name) => !have.has(name));
  if (missing.length === 0 || have.has('CAP_SYS_ADMIN')) return undefined;
  return `permission denied: ${missing.join(' and ')} missing (run it as root or with sudo)`;
}

/** Why this process can load no program at all, in one line; undefined where nothing speaks against it. */
export function explainNoLoading(files: PrivilegeFiles = system): string | undefined {
  return missingCapabilities(effectiveCapabilities(files)) ?? (inUserNamespace(files) ? namespaceText : undefined);
}

/** True when capabilities are only those of a container's own user namespace. */
function inUserNamespace(files: PrivilegeFiles): boolean {
  const map = files.read('/proc/self/uid_map');
  return map !== undefined && !/^\s*0\s+0\s+4294967295\s*$/.test(map);
}

/** RLIMIT_MEMLOCK in bytes, which counts the memory of maps and programs before Linux 5.11; undefined when unlimited. */
function lockedMemoryLimit(files: PrivilegeFiles): number | undefined {
  const soft = /^Max locked memory\s+(\S+)/m.exec(files.read('/proc/self/limits') ?? '')?.[1];
  return soft === undefined || soft === 'unlimited' ? undefined : Number(soft);
}

/** What `kernel.unprivileged_bpf_disabled` says; it matters only without CAP_BPF. */
export function unprivilegedBpfDisabled(files: PrivilegeFiles = system): boolean {
  return Number(files.read('/proc/sys/kernel/unprivileged_bpf_disabled') ?? 0) !== 0;
}
