import type { DeclaredMap } from './map-kinds.ts';

/** How a method call is written in C: text before the first argument, between them, and after the last. */
export interface Call {
  prefix: string;
  separators: string[];
  suffix: string;
}

interface Method {
  least: number;
  most: number;
  usage: string;
  /** What the first arguments point at, where the kernel reads as many bytes as the table says. */
  reads?: readonly ('key' | 'value')[];
  write: (map: DeclaredMap, count: number, currentCpu: string) => Call;
}

/** A helper called with the arguments as they stand, and the map put at one place among them. */
const helper =
  (name: string, place: number, rest = ''): Method['write'] =>
  (map, count) => {
    const separators = Array.from({ length: Math.max(0, count - 1) }, (_, index) =>
      index + 1 === place ? `, &${map.name}, ` : ', ',
    );
    return { prefix: place === 0 ? `${name}(&${map.name}, ` : `${name}(`, separators, suffix: `${rest})` };
  };

const insert = (map: string, value: string) => `bpf_map_update_elem(&${map}, __bcc_k, ${value}, 1)`;
const find = (map: string) => `bpf_map_lookup_elem(&${map}, __bcc_k)`;

/** Looks a key up; when it is missing, inserts the value and looks again. */
const initialise =
  (otherwise: string): Method['write'] =>
  ({ name }) => ({
    prefix: `({ typeof(${name}.key) __bcc_k = (`,
    separators: [
      `); typeof(${name}.value) __bcc_v = ${find(name)}; if (!__bcc_v) { bpf_map_update_elem(&${name}, __bcc_k, `,
    ],
    suffix: `, 1); __bcc_v = ${find(name)};${otherwise} } __bcc_v; })`,
  });

/** Adds to a counter, which starts at zero. */
const add =
  (operation: (amount: string) => [string, string]): Method['write'] =>
  ({ name, growing }, count) => {
    const zero = `typeof(*${name}.value) __bcc_z = {0}; ${insert(name, '&__bcc_z')}; __bcc_v = ${find(name)};`;
    const create = growing ? ` if (!__bcc_v) { ${zero} }` : '';
    const middle = `); typeof(${name}.key) __bcc_k = &__bcc_key; typeof(${name}.value) __bcc_v = ${find(name)};${create} if (__bcc_v) { `;
    const [before, after] = operation('');
    const prefix = `({ typeof(*${name}.key) __bcc_key = (`;
    if (count === 1) return { prefix, separators: [], suffix: `${middle}${before}1${after}; } })` };
    return { prefix, separators: [`${middle}${before}(`], suffix: `)${after}; } })` };
  };

export const mapMethods: Record<string, Method> = {
  lookup: {
    least: 1,
    most: 1,
    reads: ['key'],
    usage: '&key',
    write: ({ name, leaf }) => ({
      prefix:
        leaf === undefined
          ? `bpf_map_lookup_elem(&${name}, `
          : `((typeof(${name}.value))bpf_map_lookup_elem(&${name}, `,
      separators: [],
      suffix: leaf === undefined ? ')' : '))',
    }),
  },
  lookup_or_try_init: { least: 2, most: 2, reads: ['key', 'value'], usage: '&key, &leaf', write: initialise('') },
  lookup_or_init: {
    least: 2,
    most: 2,
    reads: ['key', 'value'],
    usage: '&key, &leaf',
    write: initialise(' if (!__bcc_v) return 0;'),
  },
  delete: { least: 1, most: 1, reads: ['key'], usage: '&key', write: helper('bpf_map_delete_elem', 0) },
  update: {
    least: 2,
    most: 3,
    reads: ['key', 'value'],
    usage: '&key, &leaf',
    write: (map, count) => helper('bpf_map_update_elem', 0, count === 2 ? ', 0' : '')(map, count, ''),
  },
  insert: {
    least: 2,
    most: 2,
    reads: ['key', 'value'],
    usage: '&key, &leaf',
    write: helper('bpf_map_update_elem', 0, ', 1'),
  },
  increment: { least: 1, most: 2, usage: 'key, amount', write: add(() => ['*__bcc_v += ', '']) },
  atomic_increment: {
    least: 1,
    most: 2,
    usage: 'key, amount',
    write: add(() => ['(void)__sync_fetch_and_add(__bcc_v, ', ')']),
  },
  get_stackid: { least: 2, most: 2, usage: 'ctx, flags', write: helper('bpf_get_stackid', 1) },
  perf_submit: {
    least: 3,
    most: 3,
    usage: 'ctx, &data, size',
    write: ({ name }, _count, cpu) => ({
      prefix: 'bpf_perf_event_output(',
      separators: [`, &${name}, ${cpu}, `, ', '],
      suffix: ')',
    }),
  },
  perf_submit_skb: {
    least: 4,
    most: 4,
    usage: 'skb, packet size, &data, size',
    write: ({ name }, _count, cpu) => ({
      prefix: 'bpf_perf_event_output(',
      separators: [`, &${name}, (${cpu}) | ((unsigned long long)(`, ') << 32), ', ', '],
      suffix: ')',
    }),
  },
  perf_read: { least: 1, most: 1, usage: 'cpu', write: helper('bpf_perf_event_read', 0) },
  perf_counter_value: { least: 3, most: 3, usage: 'cpu, &value, size', write: helper('bpf_perf_event_read_value', 0) },
  ringbuf_output: { least: 3, most: 3, usage: '&data, size, flags', write: helper('bpf_ringbuf_output', 0) },
  ringbuf_reserve: { least: 1, most: 1, usage: 'size', write: helper('bpf_ringbuf_reserve', 0, ', 0') },
  ringbuf_submit: { least: 2, most: 2, usage: 'data, flags', write: helper('bpf_ringbuf_submit', -1) },
  ringbuf_discard: { least: 2, most: 2, usage: 'data, flags', write: helper('bpf_ringbuf_discard', -1) },
  ringbuf_query: { least: 1, most: 1, usage: 'flags', write: helper('bpf_ringbuf_query', 0) },
  call: { least: 2, most: 2, usage: 'ctx, index', write: helper('bpf_tail_call', 1) },
  check_current_task: { least: 1, most: 1, usage: 'index', write: helper('bpf_current_task_under_cgroup', 0) },
  redirect_map: { least: 2, most: 2, usage: 'index, flags', write: helper('bpf_redirect_map', 0) },
  push: { least: 2, most: 2, reads: ['value'], usage: '&leaf, flags', write: helper('bpf_map_push_elem', 0) },
  pop: { least: 1, most: 1, usage: '&leaf', write: helper('bpf_map_pop_elem', 0) },
  peek: { least: 1, most: 1, usage: '&leaf', write: helper('bpf_map_peek_elem', 0) },
  sock_map_update: { least: 3, most: 3, usage: 'ctx, &key, flags', write: helper('bpf_sock_map_update', 1) },
  sock_hash_update: { least: 3, most: 3, usage: 'ctx, &key, flags', write: helper('bpf_sock_hash_update', 1) },
  msg_redirect_hash: { least: 3, most: 3, usage: 'msg, &key, flags', write: helper('bpf_msg_redirect_hash', 1) },
  sk_redirect_hash: { least: 3, most: 3, usage: 'skb, &key, flags', write: helper('bpf_sk_redirect_hash', 1) },
  msg_redirect_map: { least: 3, most: 3, usage: 'msg, key, flags', write: helper('bpf_msg_redirect_map', 1) },
  sk_redirect_map: { least: 3, most: 3, usage: 'skb, key, flags', write: helper('bpf_sk_redirect_map', 1) },
  sk_storage_get: { least: 3, most: 3, usage: 'sk, &leaf, flags', write: helper('bpf_sk_storage_get', 0) },
  sk_storage_delete: { least: 1, most: 1, usage: 'sk', write: helper('bpf_sk_storage_delete', 0) },
  inode_storage_get: { least: 3, most: 3, usage: 'inode, &leaf, flags', write: helper('bpf_inode_storage_get', 0) },
  inode_storage_delete: { least: 1, most: 1, usage: 'inode', write: helper('bpf_inode_storage_delete', 0) },
  task_storage_get: { least: 3, most: 3, usage: 'task, &leaf, flags', write: helper('bpf_task_storage_get', 0) },
  task_storage_delete: { least: 1, most: 1, usage: 'task', write: helper('bpf_task_storage_delete', 0) },
  get_local_storage: { least: 1, most: 1, usage: 'flags', write: helper('bpf_get_local_storage', 0) },
};
