/** What BCC offers to the author of a program, and the tests that show it here: `file: title`, or `example: name`. */
export interface Row {
  section: string;
  /** As BCC calls it. */
  bcc: string;
  /** As it is called here; empty where it is the same C. */
  here: string;
  tests: readonly string[];
}

const row = (section: string, bcc: string, here: string, ...tests: string[]): Row => ({ section, bcc, here, tests });

const c = 'C';
const host = 'Programs and attaching';
const tables = 'Tables';
const events = 'Events and trace_pipe';
const look = 'Looking things up';

const hand = 'probes: probes attached by hand > ';
const self = 'probes: probes that attach themselves > ';
const trampoline = 'probes: probes by trampoline > ';
const work = 'tables: what a program does to tables > ';
const outside = 'tables: tables from outside > ';
const knows = 'events: what a program knows and sends > ';
const ring = 'events: ring buffers > ';
const perf = 'events: perf buffers > ';

export const rows: readonly Row[] = [
  row(c, 'kprobe__FUNCTION, typed parameters', '', `${self}kprobe__FUNCTION, with typed arguments`),
  row(c, 'kretprobe__FUNCTION, PT_REGS_RC', '', `${self}kretprobe__FUNCTION, with the value it returns`),
  row(
    c,
    'kprobe__sys_NAME, PT_REGS_SYSCALL_CTX, PT_REGS_PARMn_SYSCALL',
    '',
    `${self}kprobe__sys_NAME, by this kernel’s name of the system call`,
  ),
  row(c, 'TRACEPOINT_PROBE, args->', '', `${self}TRACEPOINT_PROBE, with fields of args`, 'example: unlink-ringbuf'),
  row(
    c,
    'RAW_TRACEPOINT_PROBE, ctx->args[], PT_REGS_PARMn',
    '',
    `${self}RAW_TRACEPOINT_PROBE, with ctx->args[] and PT_REGS_PARMn`,
    'example: raw-openat',
  ),
  row(c, 'syscall__NAME', '', `${hand}syscall__NAME with getSyscallFnname`),
  row(c, 'KFUNC_PROBE, KRETFUNC_PROBE', '', `${trampoline}KFUNC_PROBE and KRETFUNC_PROBE`),
  row(c, 'LSM_PROBE', '', `${trampoline}LSM_PROBE`, 'example: lsm-deny-mkdir'),
  row(c, 'perf event handler, PT_REGS_IP', '', `${hand}perf event, on every CPU`),
  row(
    c,
    'USDT handler, bpf_usdt_readarg',
    '',
    'probes: USDT > runs a function at a probe, which reads its argument, and raises the semaphore',
  ),
  row(c, 'XDP programs', '', 'example: xdp-drop'),
  row(c, 'bpf_trace_printk', '', 'example: mkdir-everywhere'),
  row(
    c,
    'bpf_probe_read_kernel, _str, bpf_probe_read',
    '',
    `${knows}reads of kernel memory: structs, strings, both generations of helpers`,
  ),
  row(
    c,
    'bpf_probe_read_user, _str, bpf_probe_read_str',
    '',
    `${knows}reads of user memory, ringbuf_reserve, submit, discard and query`,
  ),
  row(
    c,
    'bpf_ktime_get_ns, pid_tgid, uid_gid, comm, current_task, cgroup_id, prandom, processor_id',
    '',
    `${knows}helpers: who, when, where`,
  ),
  row(c, 'bpf_log2l, byte order', '', `${knows}C types as JavaScript values`),
  row(
    c,
    'TP_DATA_LOC_READ_STR, TP_DATA_LOC_READ_CONST',
    '',
    `${knows}fields of a tracepoint’s record of variable length`,
  ),
  row(
    c,
    'BPF_PERF_OUTPUT, perf_submit',
    '',
    `${knows}perf_submit: the record, its CPU and size`,
    'example: bash-execve',
  ),
  row(c, 'BPF_RINGBUF_OUTPUT, ringbuf_output', '', `${knows}ringbuf_output: the same record`),
  row(
    c,
    'ringbuf_reserve, ringbuf_submit, ringbuf_discard, ringbuf_query',
    '',
    `${knows}reads of user memory, ringbuf_reserve, submit, discard and query`,
  ),
  row(
    c,
    'BPF_HASH, BPF_ARRAY, BPF_HISTOGRAM; increment, atomic_increment',
    '',
    `${work}increment and atomic_increment, with and without an amount`,
  ),
  row(c, 'lookup, update, insert, delete', '', `${work}update, insert (only what is not there) and delete`),
  row(c, 'lookup_or_try_init', '', `${work}lookup_or_try_init, and writes through the pointer`),
  row(c, 'BPF_PERCPU_HASH, BPF_PERCPU_ARRAY, lru_percpu_hash', '', `${work}values of each CPU`),
  row(c, 'BPF_TABLE("lru_hash"), BPF_F_TABLE', '', `${work}LRU tables, and create flags`),
  row(c, 'BPF_TABLE_PINNED', '', `${work}pinned tables outlive their program, and are found again`),
  row(c, 'BPF_LPM_TRIE', '', `${outside}an LPM trie answers with the longest prefix`, 'example: allow-list'),
  row(c, 'BPF_PROG_ARRAY, call', '', 'example: tail-calls'),
  row(c, 'BPF_CPUMAP, redirect_map', '', 'example: cpumap-redirect'),
  row(c, 'BPF_ARRAY_OF_MAPS, BPF_HASH_OF_MAPS', '', 'example: map-in-map'),
  row(
    c,
    'BPF_STACK_TRACE, get_stackid; BPF_CGROUP_ARRAY, check_current_task',
    '',
    'tables: tables with kernel objects in them > cgroups, and stacks',
  ),
  row(c, 'BPF_PERF_ARRAY, perf_read', '', 'tables: tables with kernel objects in them > counters of CPUs'),
  row(c, 'BPF_QUEUE, BPF_STACK', '', `${work}queues and stacks`),
  row(c, 'BPF_LICENSE', '', 'probes: what the kernel refuses > also names a licence that is wrong'),
  row(host, 'BPF(text=)', 'new BPF({ text })', 'example: unlink-ringbuf'),
  row(host, 'BPF(src_file=)', 'new BPF({ srcFile })', 'probes: other sources > a file, also beside the program'),
  row(
    host,
    '(a compiled object)',
    'new BPF({ object })',
    'probes: other sources > an object that was compiled before needs no compiler',
  ),
  row(
    host,
    'BPF(usdt_contexts=), USDT, enable_probe',
    'new BPF({ usdtContexts }), USDT, enableProbe',
    'probes: USDT > runs a function at a probe, which reads its argument, and raises the semaphore',
  ),
  row(
    host,
    'enumerate_probes, USDTProbe, USDTProbeLocation',
    'enumerateProbes',
    'probes: USDT > lists probes with their places and arguments',
  ),
  row(host, 'USDTException', 'UsdtError', 'probes: USDT > says when there is no such probe'),
  row(host, 'with BPF(...) as b, close, cleanup', 'using, close, cleanup', `${self}are gone with their BPF`),
  row(
    host,
    'attach_kprobe, attach_kretprobe, detach_kprobe, detach_kretprobe',
    'attachKprobe ...',
    `${hand}kprobe and kretprobe, of one function of the text or of all`,
  ),
  row(host, 'attach_kprobe(event_re=)', 'attachKprobe({ eventRe })', `${hand}kprobe by pattern`),
  row(host, 'attach_kprobe(event_off=)', 'attachKprobe({ eventOffset })', `${hand}kprobe with an offset`),
  row(host, 'attach_kretprobe(maxactive=)', 'attachKretprobe({ maxActive })', `${hand}kretprobe with maxActive`),
  row(
    host,
    'attach_tracepoint(tp=, tp_re=), detach_tracepoint',
    'attachTracepoint ...',
    `${hand}tracepoint, by name and by pattern`,
  ),
  row(
    host,
    'attach_raw_tracepoint, detach_raw_tracepoint',
    'attachRawTracepoint ...',
    `${hand}raw tracepoint: the event alone, and once`,
  ),
  row(
    host,
    'attach_uprobe, attach_uretprobe, detach_uprobe, detach_uretprobe',
    'attachUprobe ...',
    `${hand}uprobe and uretprobe: by library, path, address, pattern, for one process`,
  ),
  row(
    host,
    'attach_perf_event, detach_perf_event',
    'attachPerfEvent ...',
    `${hand}perf event, on every CPU`,
    'example: profile',
  ),
  row(
    host,
    'attach_kfunc, attach_kretfunc, attach_lsm and their detach',
    'attachKfunc ...',
    `${trampoline}are detached and attached again by name`,
  ),
  row(host, 'attach_xdp, remove_xdp, XDP_FLAGS_*, BPF.XDP', 'attachXdp, removeXdp', 'example: xdp-drop'),
  row(host, 'load_func, load_funcs', 'loadFunc, loadFuncs', `${hand}loads functions by type, each once`),
  row(host, 'num_open_kprobes, num_open_uprobes, num_open_tracepoints', 'numOpenKprobes ...', `${self}are counted`),
  row(host, 'get_probe_limit, BCC_PROBE_LIMIT', 'probeLimit', `${hand}a limit on probes`),
  row(
    host,
    'errors of the verifier',
    'BpfError',
    'probes: what the kernel refuses > is shown with the line of C, the instruction and advice',
  ),
  row(tables, 'b["name"], get_table', 'b.table(name), b.get(name)', `${outside}facts: kind, type, sizes, fd`),
  row(
    tables,
    'table[key], del, items, keys, values, iter, next, len, clear, zero',
    'get, set, delete, items ...',
    `${outside}hash: set, get, has, delete, order, size, clear`,
  ),
  row(
    tables,
    'items_lookup_batch, items_lookup_and_delete_batch, items_delete_batch, items_update_batch',
    'itemsLookupBatch ...',
    `${outside}hash in batches`,
  ),
  row(
    tables,
    'struct keys and leaves, decode_c_struct',
    'plain objects',
    `${outside}structs as keys and values, with text as strings or bytes`,
  ),
  row(tables, 'Array, clearitem', 'ArrayTable, clearItem', `${outside}array: indices, also negative, and zeroing`),
  row(tables, 'getvalue, sum, max, average', 'getPerCpu, sum, max, average', `${work}values of each CPU`),
  row(tables, 'get_table(reducer=)', 'table(name, { reducer })', `${outside}values of each CPU, with a reducer`),
  row(tables, 'print_log2_hist, print_json_hist, sections', 'printLog2Hist, printJsonHist', 'example: write-sizes'),
  row(tables, 'print_linear_hist, get_json_hist', 'printLinearHist, histToJson', `${outside}histograms as objects`),
  row(
    tables,
    'StackTrace.walk',
    'walk',
    'tables: tables with kernel objects in them > cgroups, and stacks',
    'example: profile',
  ),
  row(
    tables,
    'ProgArray, MapInMapArray, MapInMapHash, CpuMap',
    'ProgArrayTable ...',
    'example: tail-calls',
    'example: map-in-map',
    'example: cpumap-redirect',
  ),
  row(
    tables,
    'CgroupArray, PerfEventArray.open_perf_event',
    'CgroupArrayTable, openPerfEvent',
    'tables: tables with kernel objects in them > cgroups, and stacks',
    'tables: tables with kernel objects in them > counters of CPUs',
  ),
  row(tables, 'QueueStack', 'QueueStackTable', `${work}queues and stacks`),
  row(
    events,
    'open_perf_buffer, perf_buffer_poll',
    'openPerfBuffer, perfBufferPoll',
    `${perf}poll: waits, times out, delivers`,
  ),
  row(events, 'lost_cb, page_cnt', 'lostCb, pageCnt', `${perf}what the kernel had to drop is told`),
  row(
    events,
    'wakeup_events, perf_buffer_consume',
    'wakeupEvents, perfBufferConsume',
    `${perf}with wakeupEvents, fewer records wait for consume`,
  ),
  row(
    events,
    'open_ring_buffer(callback, ctx), ring_buffer_poll',
    'openRingBuffer, ringBufferPoll',
    `${ring}poll: waits, times out, delivers in order with the context`,
  ),
  row(
    events,
    'ring_buffer_consume, a negative result',
    'ringBufferConsume',
    `${ring}a negative result ends the poll, and the rest comes with the next`,
  ),
  row(events, 'event(data)', 'event(data)', `${knows}C types as JavaScript values`),
  row(
    events,
    '(asynchronous forms)',
    'events(), run()',
    `${ring}as an async iterator`,
    `${perf}from the event loop, until told to stop`,
  ),
  row(events, 'trace_print', 'tracePrint', 'example: mkdir-printk', 'example: mkdir-everywhere'),
  row(
    look,
    'get_kprobe_functions',
    'getKprobeFunctions',
    'discovery: kernel functions > getKprobeFunctions gives what can be probed',
  ),
  row(
    look,
    'get_syscall_prefix, get_syscall_fnname, fix_syscall_fnname',
    'getSyscallFnname ...',
    'discovery: kernel functions > names of system calls',
  ),
  row(
    look,
    'kernel_struct_has_field, kernel_enum_has_val',
    'kernelStructHasField ...',
    'discovery: kernel functions > types',
  ),
  row(
    look,
    'support_kfunc, support_lsm, support_fmod_ret, support_raw_tracepoint, ..._in_module',
    'supportKfunc ...',
    'discovery: kernel functions > what programs are supported',
  ),
  row(
    look,
    'get_tracepoints, tracepoint_exists',
    'getTracepoints ...',
    'discovery: tracepoints > are found by pattern and by name',
  ),
  row(
    look,
    'find_library, find_exe',
    'findLibrary, findExe',
    'discovery: programs and libraries > findLibrary and findExe',
  ),
  row(
    look,
    'get_user_functions, get_user_addresses',
    'getUserFunctions ...',
    'discovery: programs and libraries > functions of a library',
  ),
  row(look, 'utils.detect_language', 'detectLanguage', 'discovery: programs and libraries > the language of a process'),
  row(look, 'ksym, ksymname, sym(pid < 0), SymbolCache(-1)', 'ksym ...', 'discovery: symbols > of the kernel'),
  row(look, 'sym, SymbolCache(pid)', 'sym ...', 'discovery: symbols > of a process'),
  row(look, 'utils.get_online_cpus, get_possible_cpus', 'onlineCpus, possibleCpuList', 'discovery: the machine > CPUs'),
  row(
    look,
    'exec.run_cmd, cmd_ready, cmd_exited',
    'runCommand',
    'discovery: the machine > a command is held until it is told to start',
  ),
];
