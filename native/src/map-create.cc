// The linker makes libbpf's calls of bpf_map_create arrive here (--wrap, see scripts/build-native.ts).
#include <bpf/bpf.h>

extern "C" {

int __real_bpf_map_create(bpf_map_type type, const char* name, uint32_t keySize, uint32_t valueSize,
                          uint32_t maxEntries, const bpf_map_create_opts* options);

// A ring's value type in C says what its records are. The kernel takes no types for rings; libbpf would first let it
// make one, all of its memory, and learn that from the refusal.
int __wrap_bpf_map_create(bpf_map_type type, const char* name, uint32_t keySize, uint32_t valueSize,
                          uint32_t maxEntries, const bpf_map_create_opts* options) {
  if (type != BPF_MAP_TYPE_RINGBUF || !options) {
    return __real_bpf_map_create(type, name, keySize, valueSize, maxEntries, options);
  }
  bpf_map_create_opts untyped = *options;
  untyped.btf_fd = untyped.btf_key_type_id = untyped.btf_value_type_id = 0;
  return __real_bpf_map_create(type, name, keySize, valueSize, maxEntries, &untyped);
}
}
