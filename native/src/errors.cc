#include "errors.h"

#include <bpf/libbpf.h>

#include <cerrno>

namespace {

struct Named {
  int error;
  const char* name;
};

// What bpf(2), perf_event_open(2), open(2), mount options of tracefs and libbpf are known to return.
constexpr Named names[] = {
    {EPERM, "EPERM"},       {ENOENT, "ENOENT"},         {ESRCH, "ESRCH"},         {EINTR, "EINTR"},
    {EIO, "EIO"},           {ENXIO, "ENXIO"},           {E2BIG, "E2BIG"},         {ENOEXEC, "ENOEXEC"},
    {EBADF, "EBADF"},       {ECHILD, "ECHILD"},         {EAGAIN, "EAGAIN"},       {ENOMEM, "ENOMEM"},
    {EACCES, "EACCES"},     {EFAULT, "EFAULT"},         {EBUSY, "EBUSY"},         {EEXIST, "EEXIST"},
    {EXDEV, "EXDEV"},       {ENODEV, "ENODEV"},         {ENOTDIR, "ENOTDIR"},     {EISDIR, "EISDIR"},
    {EINVAL, "EINVAL"},     {ENFILE, "ENFILE"},         {EMFILE, "EMFILE"},       {ENOTTY, "ENOTTY"},
    {ETXTBSY, "ETXTBSY"},   {EFBIG, "EFBIG"},           {ENOSPC, "ENOSPC"},       {ESPIPE, "ESPIPE"},
    {EROFS, "EROFS"},       {EMLINK, "EMLINK"},         {EPIPE, "EPIPE"},         {EDOM, "EDOM"},
    {ERANGE, "ERANGE"},     {EDEADLK, "EDEADLK"},       {ENOSYS, "ENOSYS"},       {ENAMETOOLONG, "ENAMETOOLONG"},
    {ENOTEMPTY, "ENOTEMPTY"}, {ELOOP, "ELOOP"},         {ENODATA, "ENODATA"},     {ETIME, "ETIME"},
    {ENOLINK, "ENOLINK"},   {EPROTO, "EPROTO"},         {EBADMSG, "EBADMSG"},     {EOVERFLOW, "EOVERFLOW"},
    {EILSEQ, "EILSEQ"},     {EUSERS, "EUSERS"},         {EMSGSIZE, "EMSGSIZE"},   {EOPNOTSUPP, "EOPNOTSUPP"},
    {EADDRINUSE, "EADDRINUSE"}, {ENETDOWN, "ENETDOWN"}, {ENOBUFS, "ENOBUFS"},     {ETIMEDOUT, "ETIMEDOUT"},
    {EALREADY, "EALREADY"}, {EINPROGRESS, "EINPROGRESS"}, {ESTALE, "ESTALE"},     {EUCLEAN, "EUCLEAN"},
    {EDQUOT, "EDQUOT"},     {ECANCELED, "ECANCELED"},   {ENOKEY, "ENOKEY"},       {524, "ENOTSUPP"},
    {LIBBPF_ERRNO__LIBELF, "LIBBPF_LIBELF"},
    {LIBBPF_ERRNO__FORMAT, "LIBBPF_FORMAT"},
    {LIBBPF_ERRNO__KVERSION, "LIBBPF_KVERSION"},
    {LIBBPF_ERRNO__ENDIAN, "LIBBPF_ENDIAN"},
    {LIBBPF_ERRNO__INTERNAL, "LIBBPF_INTERNAL"},
    {LIBBPF_ERRNO__RELOC, "LIBBPF_RELOC"},
    {LIBBPF_ERRNO__LOAD, "LIBBPF_LOAD"},
    {LIBBPF_ERRNO__VERIFY, "LIBBPF_VERIFY"},
    {LIBBPF_ERRNO__PROG2BIG, "LIBBPF_PROG2BIG"},
    {LIBBPF_ERRNO__KVER, "LIBBPF_KVER"},
    {LIBBPF_ERRNO__PROGTYPE, "LIBBPF_PROGTYPE"},
    {LIBBPF_ERRNO__WRNGPID, "LIBBPF_WRNGPID"},
    {LIBBPF_ERRNO__INVSEQ, "LIBBPF_INVSEQ"},
    {LIBBPF_ERRNO__NLPARSE, "LIBBPF_NLPARSE"},
};

}  // namespace

std::string errorName(int error) {
  for (const Named& named : names) {
    if (named.error == error) return named.name;
  }
  return "E" + std::to_string(error);
}

Napi::Error toJavaScript(Napi::Env env, const SystemError& failure) {
  char text[128];
  if (failure.error == 524) {
    snprintf(text, sizeof text, "Operation not supported by this kernel");
  } else {
    libbpf_strerror(failure.error, text, sizeof text);
  }
  Napi::Error error = Napi::Error::New(env, text);
  error.Set("code", errorName(failure.error));
  error.Set("errno", static_cast<double>(failure.error));
  error.Set("syscall", failure.call);
  return error;
}
