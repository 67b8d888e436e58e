/**
 * What BCC offers to the author of a program, one thing a row, and the tests that show it here: `file: title`,
 * `example: name`, or `unit-FILE: title` for what does not depend on the kernel.
 */
export interface Row {
  section: string;
  /** As BCC calls it. */
  bcc: string;
  /** As it is called here; empty where it is the same C. */
  here: string;
  tests: readonly string[];
  /** Why there is no test: what is left out on purpose. */
  reason?: string;
}

const hand = 'probes: probes attached by hand > ';
const self = 'probes: probes that attach themselves > ';
const trampoline = 'probes: probes by trampoline > ';
const registers = 'registers: registers > ';
const told = 'registers: what a program is told > ';
const usdt = 'probes: USDT > ';
const refused = 'probes: what the kernel refuses > ';
const sources = 'probes: other sources > ';
const work = 'tables: what a program does to tables > ';
const outside = 'tables: tables from outside > ';
const objects = 'tables: tables with kernel objects in them > ';
const knows = 'events: what a program knows and sends > ';
const ring = 'events: ring buffers > ';
const perf = 'events: perf buffers > ';
const pipe = 'tracing: trace_pipe > ';
const debug = 'tracing: debug flags > ';
const xdp = 'network: XDP programs of an interface > ';
const packets = 'network: packets of an interface > ';
const cgroups = 'network: programs of a cgroup > ';
const shared = 'sharing: tables shared by programs of one process > ';
const containers = 'sharing: tasks of containers > ';
const answers = 'sharing: programs that answer > ';
const functions = 'discovery: kernel functions > ';
const files = 'discovery: programs and libraries > ';
const machine = 'discovery: the machine > ';
const names = 'discovery: names and numbers > ';

const readsOfKernel = `${knows}reads of kernel memory: structs, strings, both generations of helpers`;
const readsOfUser = `${knows}reads of user memory, ringbuf_reserve, submit, discard and query`;
const helpers = `${knows}helpers: who, when, where`;
const located = `${knows}fields of a tracepoint’s record of variable length`;
const increments = `${work}increment and atomic_increment, with and without an amount`;
const updates = `${work}update, insert (only what is not there) and delete`;
const perCpu = `${work}values of each CPU`;
const queues = `${work}queues and stacks`;
const cgroupsAndStacks = `${objects}cgroups, and stacks`;
const hash = `${outside}hash: set, get, has, delete, order, size, clear`;
const batches = `${outside}hash in batches`;
const facts = `${outside}facts: kind, type, sizes, fd`;
const uprobes = `${hand}uprobe and uretprobe: by library, path, address, pattern, for one process`;
const kprobes = `${hand}kprobe and kretprobe, of one function of the text or of all`;
const again = `${trampoline}are detached and attached again by name`;
const usdtRuns = `${usdt}runs a function at a probe, which reads its argument, and raises the semaphore`;
const usdtLists = `${usdt}lists probes with their places and arguments`;
const kernelSymbols = 'discovery: symbols > of the kernel';
const userSymbols = 'discovery: symbols > of a process';
const supported = `${functions}what programs are supported`;
const constants = `${names}of the kernel’s types of programs, maps, events and actions`;

type Entry = [bcc: string, here: string, ...tests: string[]];

const sections: Record<string, Entry[]> = {
  'C: probes': [
    ['kprobe__FUNCTION', '', `${self}kprobe__FUNCTION, with typed arguments`, 'example: mkdir-printk'],
    ['kprobe__sys_NAME', '', `${self}kprobe__sys_NAME, by this kernel’s name of the system call`],
    ['kretprobe__FUNCTION', '', `${self}kretprobe__FUNCTION, with the value it returns`],
    ['a function with attach_kprobe', '', kprobes],
    ['a function with attach_uprobe', '', uprobes, 'example: bash-execve'],
    ['a function with attach_uretprobe', '', uprobes],
    [
      'syscall__NAME',
      '',
      `${hand}syscall__NAME with getSyscallFnname`,
      `${registers}six typed parameters of syscall__NAME`,
    ],
    ['TRACEPOINT_PROBE', '', `${self}TRACEPOINT_PROBE, with fields of args`, 'example: unlink-ringbuf'],
    [
      'RAW_TRACEPOINT_PROBE',
      '',
      `${self}RAW_TRACEPOINT_PROBE, with ctx->args[] and PT_REGS_PARMn`,
      'example: raw-openat',
    ],
    ['KFUNC_PROBE', '', `${trampoline}KFUNC_PROBE and KRETFUNC_PROBE`],
    ['KRETFUNC_PROBE', '', `${trampoline}KFUNC_PROBE and KRETFUNC_PROBE`],
    ['KMOD_RET', '', `${answers}KMOD_RET changes a result, attached by hand`],
    ['LSM_PROBE', '', `${trampoline}LSM_PROBE`, 'example: lsm-deny-mkdir'],
    ['BPF_ITER', '', `${answers}BPF_ITER writes what is read`],
    ['USDT handler', '', usdtRuns],
    ['perf event handler', '', `${hand}perf event, on every CPU`, 'example: profile'],
    ['XDP function', '', 'example: xdp-drop'],
  ],
  'C: registers and arguments': [
    ['PT_REGS_PARM1 ... PT_REGS_PARM6', '', `${registers}PT_REGS_PARM1 to 6 of a call`],
    ['PT_REGS_RC', '', `${self}kretprobe__FUNCTION, with the value it returns`, uprobes],
    ['PT_REGS_IP', '', `${registers}PT_REGS_IP`],
    ['PT_REGS_SYSCALL_CTX', '', `${registers}PT_REGS_SYSCALL_CTX and PT_REGS_PARM1_SYSCALL to 6`],
    ['PT_REGS_PARM1_SYSCALL ... PARM6_SYSCALL', '', `${registers}PT_REGS_SYSCALL_CTX and PT_REGS_PARM1_SYSCALL to 6`],
    ['args->FIELD', '', `${self}TRACEPOINT_PROBE, with fields of args`],
    ['ctx->args[N]', '', `${self}RAW_TRACEPOINT_PROBE, with ctx->args[] and PT_REGS_PARMn`],
    ['TP_DATA_LOC_READ', '', located],
    ['TP_DATA_LOC_READ_CONST', '', located],
    ['TP_DATA_LOC_READ_STR', '', located],
    ['bpf_usdt_readarg', '', usdtRuns],
    ['STRCMP', 'rewriteStrcmp', 'sharing: text compared in the program > STRCMP'],
  ],
  'C: data': [
    ['bpf_probe_read_kernel', '', readsOfKernel],
    ['bpf_probe_read_kernel_str', '', readsOfKernel],
    ['bpf_probe_read_user', '', readsOfUser],
    ['bpf_probe_read_user_str', '', readsOfUser],
    ['bpf_probe_read', '', readsOfKernel],
    ['bpf_probe_read_str', '', readsOfUser],
    ['bpf_ktime_get_ns', '', helpers],
    ['bpf_get_current_pid_tgid', '', helpers],
    ['bpf_get_current_uid_gid', '', helpers],
    ['bpf_get_current_comm', '', readsOfKernel],
    ['bpf_get_current_task', '', helpers, readsOfKernel],
    ['bpf_log2l', '', `${knows}C types as JavaScript values`, 'example: write-sizes'],
    ['bpf_get_prandom_u32', '', helpers],
    ['bpf_get_ns_current_pid_tgid', '', `${told}bpf_get_ns_current_pid_tgid`],
    ['bpf_get_current_cgroup_id', '', helpers, `${containers}a set of cgroups`],
    ['bpf_get_smp_processor_id', '', `${knows}perf_submit: the record, its CPU and size`],
    ['bpf_ntohs, bpf_ntohl, bpf_htons, bpf_htonll', '', `${told}byte order`],
    ['p->a->b read from the kernel', '', readsOfKernel, 'example: mkdir-everywhere'],
    ['parameters after the context', '', `${self}kprobe__FUNCTION, with typed arguments`],
    ['names of a tracepoint’s format', '', `${hand}tracepoint, by name and by pattern`],
  ],
  'C: output': [
    ['bpf_trace_printk', '', `${pipe}traceFields: task, pid, CPU, flags, time, message`, 'example: mkdir-everywhere'],
    ['BPF_PERF_OUTPUT', '', `${knows}perf_submit: the record, its CPU and size`],
    ['perf_submit', '', `${knows}perf_submit: the record, its CPU and size`, 'example: bash-execve'],
    ['BPF_RINGBUF_OUTPUT', '', `${knows}ringbuf_output: the same record`, 'example: unlink-ringbuf'],
    [
      'ringbuf_output',
      '',
      `${knows}ringbuf_output: the same record`,
      `${ring}a full ring refuses records, which the program sees`,
    ],
    ['ringbuf_reserve', '', readsOfUser, 'example: unlink-ringbuf'],
    ['ringbuf_submit', '', readsOfUser],
    ['ringbuf_discard', '', readsOfUser],
    ['ringbuf_query', '', readsOfUser],
  ],
  'C: maps': [
    ['BPF_TABLE', '', `${work}LRU tables, and create flags`],
    ['BPF_F_TABLE', '', `${work}LRU tables, and create flags`],
    ['BPF_TABLE_PINNED', '', `${work}pinned tables outlive their program, and are found again`],
    [
      'BPF_TABLE_PUBLIC, BPF_TABLE("extern")',
      '',
      `${shared}extern takes what another BPF gives, as long as that is open`,
    ],
    ['BPF_TABLE_SHARED', '', `${shared}a table that is declared as shared is one for all`],
    ['BPF_HASH', '', increments, updates],
    ['BPF_ARRAY', '', increments],
    ['BPF_HISTOGRAM', '', increments, 'example: write-sizes'],
    ['BPF_STACK_TRACE', '', cgroupsAndStacks],
    ['BPF_PERF_ARRAY', '', `${objects}counters of CPUs`],
    ['BPF_PERCPU_HASH', '', perCpu],
    ['BPF_PERCPU_ARRAY', '', perCpu],
    ['BPF_LPM_TRIE', '', `${outside}an LPM trie answers with the longest prefix`, 'example: allow-list'],
    ['BPF_PROG_ARRAY', '', 'example: tail-calls'],
    ['BPF_CPUMAP', '', 'example: cpumap-redirect'],
    ['BPF_ARRAY_OF_MAPS', '', 'example: map-in-map'],
    ['BPF_HASH_OF_MAPS', '', 'example: map-in-map'],
    ['BPF_CGROUP_ARRAY', '', cgroupsAndStacks],
    ['BPF_QUEUE, BPF_STACK', '', queues],
    ['lru_hash', '', `${work}LRU tables, and create flags`],
    ['lru_percpu_hash', '', perCpu],
    ['BPF_LICENSE', '', `${refused}also names a licence that is wrong`],
  ],
  'C: methods of maps': [
    ['lookup', '', increments],
    ['lookup_or_try_init', '', `${work}lookup_or_try_init, and writes through the pointer`],
    ['delete', '', updates],
    ['update', '', updates],
    ['insert', '', updates],
    ['increment', '', increments],
    ['atomic_increment', '', increments],
    ['get_stackid', '', cgroupsAndStacks, 'example: profile'],
    ['perf_read', '', `${objects}counters of CPUs`],
    ['call', '', 'example: tail-calls'],
    ['check_current_task', '', cgroupsAndStacks],
    ['redirect_map', '', 'example: cpumap-redirect'],
    ['push, pop, peek', '', queues],
  ],
  'The program': [
    ['BPF(text=)', 'new BPF({ text })', 'example: mkdir-printk', 'example: unlink-ringbuf'],
    ['BPF(src_file=)', 'new BPF({ srcFile })', `${sources}a file, also beside the program`],
    ['BPF(debug=)', 'new BPF({ debug })', `${debug}none prints nothing`],
    ['BPF(cflags=)', 'new BPF({ cflags })', `${told}cflags`],
    ['BPF(usdt_contexts=)', 'new BPF({ usdtContexts })', usdtRuns],
    ['(a compiled object)', 'new BPF({ object })', `${sources}an object that was compiled before needs no compiler`],
    ['with BPF(...) as b', 'using b = new BPF(...)', `${self}are gone with their BPF`],
    ['b["NAME"]', 'b.table(NAME), b.get(NAME)', facts],
    ['close', 'close', `${self}are gone with their BPF`],
    ['cleanup', 'cleanup', 'example: lsm-deny-mkdir'],
    ['load_func', 'loadFunc', `${hand}loads functions by type, each once`],
    ['load_funcs', 'loadFuncs', `${hand}loads functions by type, each once`],
    ['errors of the verifier', 'BpfError', `${refused}is shown with the line of C, the instruction and advice`],
    ['DEBUG_BPF', 'Debug.DEBUG_BPF', `${debug}DEBUG_BPF: the log of the verifier`],
    [
      'DEBUG_BPF_REGISTER_STATE',
      'Debug.DEBUG_BPF_REGISTER_STATE',
      `${debug}DEBUG_BPF_REGISTER_STATE: with the state of registers`,
    ],
    ['DEBUG_BTF', 'Debug.DEBUG_BTF', `${debug}DEBUG_BTF: what libbpf says`],
    [
      'DEBUG_LLVM_IR, DEBUG_PREPROCESSOR, DEBUG_SOURCE',
      'Debug.DEBUG_LLVM_IR ...',
      'unit-compile-text: compiling a text > prints what it makes, as the debug flags ask',
    ],
    ['version.__version__', 'version', 'unit-version: the version is the package’s'],
  ],
  Attaching: [
    [
      'attach by name',
      'by the constructor',
      `${self}kprobe__FUNCTION, with typed arguments`,
      'example: unlink-ringbuf',
    ],
    ['attach_kprobe', 'attachKprobe', kprobes],
    ['attach_kprobe(event_re=)', 'attachKprobe({ eventRe })', `${hand}kprobe by pattern`],
    ['attach_kprobe(event_off=)', 'attachKprobe({ eventOffset })', `${hand}kprobe with an offset`],
    ['attach_kretprobe', 'attachKretprobe', kprobes],
    ['attach_kretprobe(maxactive=)', 'attachKretprobe({ maxActive })', `${hand}kretprobe with maxActive`],
    ['detach_kprobe', 'detachKprobe', kprobes],
    ['detach_kretprobe', 'detachKretprobe', kprobes],
    ['attach_tracepoint', 'attachTracepoint', `${hand}tracepoint, by name and by pattern`],
    ['detach_tracepoint', 'detachTracepoint', `${hand}tracepoint, by name and by pattern`],
    ['attach_raw_tracepoint', 'attachRawTracepoint', `${hand}raw tracepoint: the event alone, and once`],
    ['detach_raw_tracepoint', 'detachRawTracepoint', `${hand}raw tracepoint: the event alone, and once`],
    ['attach_uprobe', 'attachUprobe', uprobes],
    ['attach_uretprobe', 'attachUretprobe', uprobes],
    ['detach_uprobe', 'detachUprobe', uprobes],
    ['detach_uretprobe', 'detachUretprobe', uprobes],
    ['attach_perf_event', 'attachPerfEvent', `${hand}perf event, on every CPU`],
    ['detach_perf_event', 'detachPerfEvent', `${hand}perf event, on every CPU`],
    ['attach_kfunc, detach_kfunc', 'attachKfunc, detachKfunc', again],
    ['attach_kretfunc, detach_kretfunc', 'attachKretfunc, detachKretfunc', again],
    [
      'attach_fmod_ret, detach_fmod_ret',
      'attachFmodRet, detachFmodRet',
      `${answers}KMOD_RET changes a result, attached by hand`,
    ],
    ['attach_lsm', 'attachLsm', again],
    ['detach_lsm', 'detachLsm', again],
    ['attach_xdp', 'attachXdp', 'example: xdp-drop', `${xdp}XDP_FLAGS_DRV_MODE: in the driver`],
    [
      'BPF.XDP',
      'ProgType.XDP',
      `${xdp}XDP_FLAGS_UPDATE_IF_NOEXIST: refused where there is a program; without it that one is replaced`,
    ],
    [
      'XDP_FLAGS_UPDATE_IF_NOEXIST',
      'XdpFlags',
      `${xdp}XDP_FLAGS_UPDATE_IF_NOEXIST: refused where there is a program; without it that one is replaced`,
    ],
    ['XDP_FLAGS_SKB_MODE', 'XdpFlags', `${xdp}XDP_FLAGS_SKB_MODE: in the generic path`],
    ['XDP_FLAGS_DRV_MODE', 'XdpFlags', `${xdp}XDP_FLAGS_DRV_MODE: in the driver`],
    ['XDP_FLAGS_HW_MODE', 'XdpFlags', `${xdp}XDP_FLAGS_HW_MODE: refused by a driver without it`],
    ['XDP_FLAGS_REPLACE', 'XdpFlags', `${xdp}XDP_FLAGS_REPLACE: refused, with what to do instead`],
    ['remove_xdp', 'removeXdp', `${xdp}XDP_FLAGS_SKB_MODE: in the generic path`],
    [
      'attach_raw_socket',
      'attachRawSocket',
      `${packets}attachRawSocket: those that the function lets through, as much of them as it says`,
    ],
    ['attach_func, detach_func', 'attachFunc, detachFunc', `${cgroups}attachFunc, detachFunc: with what goes out`],
    ['num_open_kprobes', 'numOpenKprobes', `${self}are counted`],
    ['num_open_uprobes', 'numOpenUprobes', uprobes],
    ['num_open_tracepoints', 'numOpenTracepoints', `${self}are counted`],
    ['get_probe_limit, BCC_PROBE_LIMIT', 'probeLimit, BCC_PROBE_LIMIT', `${hand}a limit on probes`],
  ],
  'Looking things up': [
    ['get_kprobe_functions', 'getKprobeFunctions', `${functions}getKprobeFunctions gives what can be probed`],
    ['get_tracepoints', 'getTracepoints', 'discovery: tracepoints > are found by pattern and by name'],
    ['tracepoint_exists', 'tracepointExists', 'discovery: tracepoints > are found by pattern and by name'],
    ['get_user_functions', 'getUserFunctions', `${files}functions of a library`],
    ['get_user_addresses', 'getUserAddresses', `${files}functions of a library`],
    ['get_user_functions_and_addresses', 'getUserFunctionsAndAddresses', uprobes],
    ['support_kfunc', 'supportKfunc', supported],
    ['support_lsm', 'supportLsm', supported],
    ['support_fmod_ret', 'supportFmodRet', supported],
    ['support_raw_tracepoint', 'supportRawTracepoint', supported],
    ['support_raw_tracepoint_in_module', 'supportRawTracepointInModule', supported],
    ['kernel_struct_has_field', 'kernelStructHasField', `${functions}types`],
    ['kernel_enum_has_val', 'kernelEnumHasValue', `${functions}types`],
    ['get_syscall_prefix', 'getSyscallPrefix', `${functions}names of system calls`],
    ['get_syscall_fnname', 'getSyscallFnname', `${functions}names of system calls`],
    ['fix_syscall_fnname', 'fixSyscallFnname', `${functions}names of system calls`],
    ['find_library', 'findLibrary', `${files}findLibrary and findExe`],
    ['find_exe, PATH', 'findExe', `${files}findLibrary and findExe`],
    ['ksym', 'ksym', kernelSymbols],
    ['ksymname', 'ksymname', kernelSymbols],
    ['sym', 'sym', kernelSymbols, userSymbols],
    ['SymbolCache.resolve', 'SymbolCache.resolve', kernelSymbols, userSymbols],
    ['SymbolCache.resolve_name', 'SymbolCache.resolveName', kernelSymbols],
  ],
  trace_pipe: [
    ['trace_print', 'tracePrint', 'example: mkdir-printk', 'example: mkdir-everywhere'],
    ['trace_fields', 'traceFields', `${pipe}traceFields: task, pid, CPU, flags, time, message`],
    [
      'trace_fields(nonblocking=True)',
      'traceFields({ nonblocking: true })',
      `${pipe}traceFields: task, pid, CPU, flags, time, message`,
    ],
    ['trace_readline', 'traceReadline', `${pipe}traceReadline gives the line as it is`],
    ['(asynchronous)', 'traceLines', `${pipe}traceLines, without blocking`],
  ],
  Events: [
    ['open_perf_buffer', 'openPerfBuffer', `${perf}poll: waits, times out, delivers`],
    ['open_perf_buffer(page_cnt=)', 'openPerfBuffer(..., { pageCnt })', `${perf}what the kernel had to drop is told`],
    ['open_perf_buffer(lost_cb=)', 'openPerfBuffer(..., { lostCb })', `${perf}what the kernel had to drop is told`],
    [
      'open_perf_buffer(wakeup_events=)',
      'openPerfBuffer(..., { wakeupEvents })',
      `${perf}with wakeupEvents, fewer records wait for consume`,
    ],
    ['perf_buffer_poll', 'perfBufferPoll', `${perf}poll: waits, times out, delivers`],
    ['perf_buffer_consume', 'perfBufferConsume', `${perf}with wakeupEvents, fewer records wait for consume`],
    [
      'open_ring_buffer(callback, ctx)',
      'openRingBuffer(callback, context)',
      `${ring}poll: waits, times out, delivers in order with the context`,
    ],
    ['ring_buffer_poll', 'ringBufferPoll', `${ring}poll: waits, times out, delivers in order with the context`],
    [
      'ring_buffer_consume',
      'ringBufferConsume',
      `${ring}a negative result ends the poll, and the rest comes with the next`,
    ],
    ['event(data)', 'event(data)', `${knows}C types as JavaScript values`],
    ['an error in a callback', '', `${perf}a callback that throws ends the poll with its error and loses nothing`],
    ['EPIPE in a callback', '', 'unit-output: a pipe that nobody reads ends the program quietly'],
    ['(asynchronous)', 'events()', `${ring}as an async iterator`],
    ['(asynchronous)', 'run()', `${perf}from the event loop, until told to stop`],
  ],
  Tables: [
    ['get_table', 'table(NAME, options)', facts, `${outside}structs as keys and values, with text as strings or bytes`],
    ['get_table(reducer=)', 'table(NAME, { reducer })', `${outside}values of each CPU, with a reducer`],
    ['table[key]', 'get', hash],
    ['table[key] = leaf', 'set', hash, `${shared}a key of another type or size is refused`],
    ['del table[key]', 'delete', hash],
    ['items, iteritems', 'items', hash],
    ['values, itervalues', 'values', hash],
    ['keys, iter', 'keys, iterator', hash],
    ['next', 'nextKey', hash],
    ['clear', 'clear', hash],
    ['zero', 'zero', hash],
    ['items_lookup_batch', 'itemsLookupBatch', batches],
    ['items_lookup_and_delete_batch', 'itemsLookupAndDeleteBatch', batches],
    ['items_delete_batch', 'itemsDeleteBatch', batches],
    ['items_update_batch', 'itemsUpdateBatch', batches],
    ['len', 'size, length', hash, `${outside}array: indices, also negative, and zeroing`],
    ['print_log2_hist', 'printLog2Hist', 'example: write-sizes'],
    [
      'print_linear_hist',
      'printLinearHist',
      'unit-text: histograms as text > a linear histogram begins at 0',
      `${outside}histograms as objects`,
    ],
    ['print_json_hist', 'printJsonHist, histToJson', 'example: write-sizes', `${outside}histograms as objects`],
    ['get_fd', 'fd', facts],
    ['Key, Leaf', 'keyType, valueType', facts],
    ['max_entries', 'maxEntries', facts],
    ['flags', 'flags', `${work}LRU tables, and create flags`],
    ['ttype', 'type, kind', facts],
    ['map_id', 'mapId', facts],
    ['stars_max, log2_index_max, linear_index_max', 'starsMax, log2IndexMax, linearIndexMax', constants],
    ['HashTable, LruHash', 'HashTable', hash, `${work}LRU tables, and create flags`],
    ['Array', 'ArrayTable', `${outside}array: indices, also negative, and zeroing`],
    ['ProgArray', 'ProgArrayTable', 'example: tail-calls'],
    ['PerfEventArray.open_perf_event', 'PerfArrayTable.openPerfEvent', `${objects}counters of CPUs`],
    ['PerCpuHash', 'PerCpuHashTable', perCpu],
    ['LruPerCpuHash', 'PerCpuHashTable', perCpu],
    ['PerCpuArray', 'PerCpuArrayTable', perCpu],
    ['getvalue', 'getPerCpu', perCpu],
    ['sum', 'sum', perCpu],
    ['max', 'max', perCpu],
    ['average', 'average', perCpu],
    ['LpmTrie', 'HashTable', `${outside}an LPM trie answers with the longest prefix`],
    ['StackTrace.walk', 'StackTraceTable.walk', cgroupsAndStacks, 'example: profile'],
    ['CgroupArray', 'CgroupArrayTable', cgroupsAndStacks],
    ['CpuMap', 'RedirectTable', 'example: cpumap-redirect'],
    ['MapInMapArray', 'MapInMapTable', 'example: map-in-map'],
    ['MapInMapHash', 'MapInMapTable', 'example: map-in-map'],
    ['RingBuf', 'RingBufTable', `${ring}poll: waits, times out, delivers in order with the context`],
    ['QueueStack', 'QueueStackTable', queues],
  ],
  USDT: [
    [
      'USDT(pid=, path=)',
      'new USDT({ pid, path })',
      usdtRuns,
      'unit-usdt: USDT > of a process are the probes of all files it has mapped',
    ],
    ['enable_probe', 'enableProbe', usdtRuns],
    ['enable_probe_or_bail', 'enableProbeOrBail', 'unit-usdt: USDT > and may end the process with it'],
    ['enumerate_probes, USDTProbe', 'enumerateProbes', usdtLists],
    ['USDTProbeLocation, USDTProbeArgument', 'getLocation', usdtLists],
    ['USDTException', 'UsdtError', `${usdt}says when there is no such probe`],
  ],
  'Constants and small things': [
    ['PerfType', 'PerfType', constants],
    ['PerfHWConfig', 'PerfHWConfig', constants],
    ['PerfSWConfig', 'PerfSWConfig', constants],
    ['PerfEventSampleFormat', 'PerfEventSampleFormat', constants],
    ['BPFProgType', 'ProgType', constants],
    ['XDPAction', 'XdpAction', constants],
    ['BPF_MAP_TYPE_*, get_table_type_name', 'mapTypeName', constants],
    ['monotonic_time', 'monotonicTimeNs', `${names}of the clock that bpf_ktime_get_ns reads`, helpers],
    ['printb', 'writeBytes', 'unit-output: bytes are written as they are, and at once'],
    ['get_online_cpus', 'onlineCpus', `${machine}CPUs`],
    ['get_possible_cpus', 'possibleCpuList', `${machine}CPUs`],
    ['detect_language', 'detectLanguage', `${files}the language of a process`],
    ['filter_by_containers (cgroups)', 'filterByContainers({ cgroupMap })', `${containers}a set of cgroups`],
    [
      'filter_by_containers (mount namespaces)',
      'filterByContainers({ mntnsMap })',
      `${containers}a set of mount namespaces`,
    ],
    ['syscall_name, syscalls', 'syscallName, syscallNames', `${names}of system calls`],
    ['tcpstate, state2str', 'tcpState, tcpStateToString', `${names}of TCP states and flags`],
    ['flags2str', 'tcpFlagsToString', `${names}of TCP states and flags`],
    ['run_cmd, cmd_ready, cmd_exited', 'runCommand', `${machine}a command is held until it is told to start`],
  ],
};

const tested: Row[] = Object.entries(sections).flatMap(([section, entries]) =>
  entries.map(([bcc, here, ...tests]) => ({ section, bcc, here, tests })),
);

const leftOut: Row[] = [
  ['#include by search of words', 'every header resolves, from the types of the kernel'],
  ['BCC_KERNEL_SOURCE', 'no kernel headers are used'],
  ['ArgString', 'arguments are strings'],
].map(([bcc = '', reason = '']) => ({ section: 'Not needed', bcc, here: '', tests: [], reason }));

export const rows: readonly Row[] = [...tested, ...leftOut];
