// One function per attach kind. Each reads its options, calls libbpf and returns the link.
#include <bpf/bpf.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

#include "link.h"
#include "program.h"

Napi::Value Program::linked(Napi::Env env, bpf_link* link, const char* call) {
  if (!link) throw SystemError{errno ? errno : EINVAL, call};
  return Handle<Link>::adopt(env, std::make_unique<Link>(object_, link));
}

Napi::Value Program::attach(Arguments& args) {
  constexpr auto call = "bpf_program__attach";
  return linked(args.env(), bpf_program__attach(loaded(call)), call);
}

static probe_attach_mode attachMode(const Argument& mode) {
  if (!mode.given()) return PROBE_ATTACH_MODE_DEFAULT;
  const std::string name = mode.string();
  if (name == "default") return PROBE_ATTACH_MODE_DEFAULT;
  if (name == "legacy") return PROBE_ATTACH_MODE_LEGACY;
  if (name == "perf") return PROBE_ATTACH_MODE_PERF;
  if (name == "link") return PROBE_ATTACH_MODE_LINK;
  mode.wrong("default, legacy, perf or link");
}

Napi::Value Program::attachKprobe(Arguments& args) {
  constexpr auto call = "bpf_program__attach_kprobe_opts";
  const Argument options = args.at(0, "options");
  const std::string symbol = options["symbol"].string();
  LIBBPF_OPTS(bpf_kprobe_opts, kprobe);
  kprobe.offset = options["offset"].sizeOr(0);
  kprobe.retprobe = options["retprobe"].booleanOr(false);
  kprobe.bpf_cookie = options["cookie"].bigintOr(0);
  kprobe.attach_mode = attachMode(options["mode"]);
  return linked(args.env(), bpf_program__attach_kprobe_opts(loaded(call), symbol.c_str(), &kprobe), call);
}

static std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> result;
  for (const std::string& text : texts) result.push_back(text.c_str());
  return result;
}

// Cookies for `count` targets; none when not given.
static std::vector<uint64_t> cookiesFor(const Argument& cookies, size_t count) {
  if (!cookies.given()) return {};
  std::vector<uint64_t> result = cookies.bigints();
  if (result.size() != count) cookies.wrong("as long as the list of targets");
  return result;
}

Napi::Value Program::attachKprobeMulti(Arguments& args) {
  constexpr auto call = "bpf_program__attach_kprobe_multi_opts";
  const Argument options = args.at(0, "options");
  const bool byAddress = options["addresses"].given();
  const std::vector<std::string> symbols = byAddress ? std::vector<std::string>{} : options["symbols"].strings();
  const std::vector<uint64_t> addresses = byAddress ? options["addresses"].bigints() : std::vector<uint64_t>{};
  const size_t count = byAddress ? addresses.size() : symbols.size();
  const std::vector<uint64_t> cookies = cookiesFor(options["cookies"], count);
  std::vector<const char*> names = pointers(symbols);
  LIBBPF_OPTS(bpf_kprobe_multi_opts, multi);
  multi.syms = byAddress ? nullptr : names.data();
  multi.addrs = byAddress ? reinterpret_cast<const unsigned long*>(addresses.data()) : nullptr;
  multi.cnt = count;
  multi.cookies = cookies.empty() ? nullptr : reinterpret_cast<const __u64*>(cookies.data());
  multi.retprobe = options["retprobe"].booleanOr(false);
  return linked(args.env(), bpf_program__attach_kprobe_multi_opts(loaded(call), nullptr, &multi), call);
}

Napi::Value Program::attachUprobe(Arguments& args) {
  constexpr auto call = "bpf_program__attach_uprobe_opts";
  const Argument options = args.at(0, "options");
  const std::string path = options["path"].string();
  const std::string symbol = options["symbol"].given() ? options["symbol"].string() : "";
  const size_t offset = options["offset"].size();
  const int pid = options["pid"].int32Or(-1);
  LIBBPF_OPTS(bpf_uprobe_opts, uprobe);
  uprobe.func_name = symbol.empty() ? nullptr : symbol.c_str();
  uprobe.retprobe = options["retprobe"].booleanOr(false);
  uprobe.bpf_cookie = options["cookie"].bigintOr(0);
  uprobe.ref_ctr_offset = options["semaphoreOffset"].sizeOr(0);
  return linked(args.env(), bpf_program__attach_uprobe_opts(loaded(call), pid, path.c_str(), offset, &uprobe), call);
}

Napi::Value Program::attachUprobeMulti(Arguments& args) {
  constexpr auto call = "bpf_program__attach_uprobe_multi";
  const Argument options = args.at(0, "options");
  const std::string path = options["path"].string();
  const std::vector<uint64_t> offsets = options["offsets"].bigints();
  const std::vector<uint64_t> cookies = cookiesFor(options["cookies"], offsets.size());
  const std::vector<uint64_t> semaphores = cookiesFor(options["semaphoreOffsets"], offsets.size());
  const int pid = options["pid"].int32Or(-1);
  static_assert(sizeof(unsigned long) == sizeof(uint64_t));
  LIBBPF_OPTS(bpf_uprobe_multi_opts, multi);
  multi.offsets = reinterpret_cast<const unsigned long*>(offsets.data());
  multi.cnt = offsets.size();
  multi.cookies = cookies.empty() ? nullptr : reinterpret_cast<const __u64*>(cookies.data());
  multi.ref_ctr_offsets = semaphores.empty() ? nullptr : reinterpret_cast<const unsigned long*>(semaphores.data());
  multi.retprobe = options["retprobe"].booleanOr(false);
  return linked(args.env(), bpf_program__attach_uprobe_multi(loaded(call), pid, path.c_str(), nullptr, &multi), call);
}

// A copy of the loaded program in which the number `mark`, as the program assigns it to a variable, is `value`.
static int loadCopy(bpf_program* program, uint32_t mark, uint32_t value) {
  const bpf_insn* instructions = bpf_program__insns(program);
  std::vector<bpf_insn> copy(instructions, instructions + bpf_program__insn_cnt(program));
  for (bpf_insn& instruction : copy) {
    const bool assigns = instruction.code == (BPF_ALU64 | BPF_MOV | BPF_K);
    if (assigns && static_cast<uint32_t>(instruction.imm) == mark) instruction.imm = static_cast<int32_t>(value);
  }
  LIBBPF_OPTS(bpf_prog_load_opts, load);
  load.expected_attach_type = bpf_program__expected_attach_type(program);
  return bpf_prog_load(bpf_program__type(program), bpf_program__name(program), "GPL", copy.data(), copy.size(), &load);
}

// The events are described as perf_event_open(2) wants them: one call serves uprobes and tracepoints.
Napi::Value Program::attachCopy(Arguments& args) {
  constexpr auto call = "bpf_prog_load";
  const Argument options = args.at(0, "options");
  const std::string path = options["path"].given() ? options["path"].string() : "";
  const int pid = options["pid"].int32Or(-1);
  perf_event_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.size = sizeof attr;
  attr.type = options["type"].uint32();
  attr.config = options["config"].bigint();
  if (!path.empty()) {
    attr.config1 = reinterpret_cast<uint64_t>(path.c_str());
    attr.config2 = options["offset"].bigint();
  } else {
    attr.sample_period = 1;
  }
  const uint32_t mark = options["mark"].uint32(), value = options["value"].uint32();
  const int program = loadCopy(loaded(call), mark, value);
  if (program < 0) throw SystemError{-program, call};
  const long event =
      syscall(SYS_perf_event_open, &attr, pid, pid < 0 ? 0 : -1, -1, static_cast<unsigned long>(PERF_FLAG_FD_CLOEXEC));
  int error = event < 0 ? errno : 0;
  const char* failed = "perf_event_open";
  if (!error && (ioctl(static_cast<int>(event), PERF_EVENT_IOC_SET_BPF, program) != 0 ||
                 ioctl(static_cast<int>(event), PERF_EVENT_IOC_ENABLE, 0) != 0)) {
    error = errno;
    failed = "ioctl";
    close(static_cast<int>(event));
  }
  // The event holds the program.
  close(program);
  if (error) throw SystemError{error, failed};
  return Napi::Number::New(args.env(), static_cast<double>(event));
}

Napi::Value Program::attachUsdt(Arguments& args) {
  constexpr auto call = "bpf_program__attach_usdt";
  const Argument options = args.at(0, "options");
  const std::string path = options["path"].string();
  const std::string provider = options["provider"].string();
  const std::string name = options["name"].string();
  const int pid = options["pid"].int32();
  LIBBPF_OPTS(bpf_usdt_opts, usdt);
  usdt.usdt_cookie = options["cookie"].bigintOr(0);
  bpf_link* link = bpf_program__attach_usdt(loaded(call), pid, path.c_str(), provider.c_str(), name.c_str(), &usdt);
  return linked(args.env(), link, call);
}

Napi::Value Program::attachTracepoint(Arguments& args) {
  constexpr auto call = "bpf_program__attach_tracepoint_opts";
  const std::string category = args.at(0, "category").string();
  const std::string name = args.at(1, "name").string();
  LIBBPF_OPTS(bpf_tracepoint_opts, tracepoint);
  tracepoint.bpf_cookie = args.at(2, "cookie").bigintOr(0);
  bpf_link* link = bpf_program__attach_tracepoint_opts(loaded(call), category.c_str(), name.c_str(), &tracepoint);
  return linked(args.env(), link, call);
}

Napi::Value Program::attachRawTracepoint(Arguments& args) {
  constexpr auto call = "bpf_program__attach_raw_tracepoint_opts";
  const std::string name = args.at(0, "name").string();
  LIBBPF_OPTS(bpf_raw_tracepoint_opts, tracepoint);
  tracepoint.cookie = args.at(1, "cookie").bigintOr(0);
  return linked(args.env(), bpf_program__attach_raw_tracepoint_opts(loaded(call), name.c_str(), &tracepoint), call);
}

Napi::Value Program::attachTrace(Arguments& args) {
  constexpr auto call = "bpf_program__attach_trace_opts";
  LIBBPF_OPTS(bpf_trace_opts, trace);
  trace.cookie = args.at(0, "cookie").bigintOr(0);
  return linked(args.env(), bpf_program__attach_trace_opts(loaded(call), &trace), call);
}

Napi::Value Program::attachLsm(Arguments& args) {
  constexpr auto call = "bpf_program__attach_lsm";
  return linked(args.env(), bpf_program__attach_lsm(loaded(call)), call);
}

Napi::Value Program::attachPerfEvent(Arguments& args) {
  constexpr auto call = "bpf_program__attach_perf_event_opts";
  const Argument options = args.at(0, "options");
  perf_event_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.size = sizeof attr;
  attr.type = options["type"].uint32();
  attr.config = options["config"].bigint();
  attr.freq = options["frequency"].booleanOr(false);
  attr.inherit = options["inherit"].booleanOr(false);
  const uint64_t sample = options["sample"].bigint();
  if (attr.freq) {
    attr.sample_freq = sample;
  } else {
    attr.sample_period = sample;
  }
  const int pid = options["pid"].int32Or(-1), cpu = options["cpu"].int32Or(-1);
  const int group = options["groupFd"].int32Or(-1);
  LIBBPF_OPTS(bpf_perf_event_opts, event);
  event.bpf_cookie = options["cookie"].bigintOr(0);
  bpf_program* program = loaded(call);
  const long fd = syscall(SYS_perf_event_open, &attr, pid, cpu, group, PERF_FLAG_FD_CLOEXEC);
  if (fd < 0) throw SystemError{errno, "perf_event_open"};
  bpf_link* link = bpf_program__attach_perf_event_opts(program, static_cast<int>(fd), &event);
  if (!link) {
    const int error = errno;
    close(static_cast<int>(fd));
    errno = error;
  }
  return linked(args.env(), link, call);
}

Napi::Value Program::attachXdp(Arguments& args) {
  constexpr auto call = "bpf_program__attach_xdp";
  const int ifindex = args.at(0, "ifindex").int32();
  return linked(args.env(), bpf_program__attach_xdp(loaded(call), ifindex), call);
}

Napi::Value Program::attachCgroup(Arguments& args) {
  constexpr auto call = "bpf_program__attach_cgroup";
  const int fd = args.at(0, "cgroupFd").int32();
  return linked(args.env(), bpf_program__attach_cgroup(loaded(call), fd), call);
}

Napi::Value Program::attachIterator(Arguments& args) {
  constexpr auto call = "bpf_program__attach_iter";
  LIBBPF_OPTS(bpf_iter_attach_opts, iterator);
  bpf_iter_link_info info;
  memset(&info, 0, sizeof info);
  const Argument mapFd = args.at(0, "mapFd");
  if (mapFd.given()) {
    info.map.map_fd = mapFd.uint32();
    iterator.link_info = &info;
    iterator.link_info_len = sizeof info;
  }
  return linked(args.env(), bpf_program__attach_iter(loaded(call), &iterator), call);
}
