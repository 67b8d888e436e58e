import { histogram, type MacroResult, stackTrace, table } from './map-kinds.ts';

type Macro = (args: string[]) => MacroResult;

const defaultSize = '10240';
const text = (literal: string | undefined): string | undefined => {
  const pieces = literal?.match(/"(?:[^"\\]|\\.)*"/g);
  return pieces?.map((piece) => JSON.parse(piece) as string).join('');
};

const keyed =
  (kind: string): Macro =>
  ([name = '', key = 'unsigned long long', leaf = 'unsigned long long', size = defaultSize]) =>
    table(kind, { name, key, leaf, size });

const indexed =
  (kind: string): Macro =>
  ([name = '', leaf = 'unsigned long long', size = defaultSize]) =>
    table(kind, { name, key: 'int', leaf, size });

const sized =
  (kind: string, key: string, leaf: string): Macro =>
  ([name = '', size]) =>
    table(kind, { name, key, leaf, ...(size === undefined ? {} : { size }) });

const storage =
  (kind: string): Macro =>
  ([name = '', leaf = '']) =>
    table(kind, { name, key: /cgroup/.test(kind) ? 'struct bpf_cgroup_storage_key' : 'int', leaf });

const queue =
  (kind: string): Macro =>
  ([name = '', leaf = '', size = '', flags]) =>
    table(kind, { name, leaf, size, ...(flags === undefined ? {} : { flags }) });

const general: Macro = ([type = '', key = '', leaf = '', name = '', size = '', flags]) => {
  const kind = text(type);
  if (kind === undefined) return { error: `the type of map ${name} is not a string: ${type}` };
  return table(kind, { name, key, leaf, size, ...(flags === undefined ? {} : { flags }) });
};

const pinned: Macro = ([type = '', key = '', leaf = '', name = '', size = '', path, flags]) => {
  const pinPath = text(path);
  if (pinPath === undefined) return { error: `the path to pin map ${name} at is not a string: ${path}` };
  const kind = text(type) ?? '';
  return table(kind, { name, key, leaf, size, pinPath, ...(flags === undefined ? {} : { flags }) });
};

const queueOf: Macro = ([type = '', name = '', leaf = '', size = '', flags = '0']) =>
  table(text(type) ?? '', { name, leaf, size, flags });

/** The same, shared with other programs of the process. */
const given =
  (sharing: 'public' | 'shared', build: Macro): Macro =>
  (args) => {
    const map = build(args);
    return 'error' in map ? map : { ...map, sharing };
  };

/** Every macro that declares a map, with how many arguments it takes. */
export const mapMacros: Record<string, { least: number; most: number; build: Macro; usage: string }> = {
  BPF_TABLE: { least: 5, most: 5, build: general, usage: 'type, key, leaf, name, size' },
  BPF_F_TABLE: { least: 6, most: 6, build: general, usage: 'type, key, leaf, name, size, flags' },
  BPF_TABLE_PUBLIC: { least: 5, most: 5, build: given('public', general), usage: 'type, key, leaf, name, size' },
  BPF_TABLE_SHARED: { least: 5, most: 6, build: given('shared', general), usage: 'type, key, leaf, name, size, flags' },
  BPF_TABLE_PINNED: { least: 6, most: 7, build: pinned, usage: 'type, key, leaf, name, size, "path", flags' },
  BPF_HASH: { least: 1, most: 4, build: keyed('hash'), usage: 'name, key, leaf, size' },
  BPF_PERCPU_HASH: { least: 1, most: 4, build: keyed('percpu_hash'), usage: 'name, key, leaf, size' },
  BPF_LPM_TRIE: { least: 1, most: 4, build: keyed('lpm_trie'), usage: 'name, key, leaf, size' },
  BPF_ARRAY: { least: 1, most: 3, build: indexed('array'), usage: 'name, leaf, size' },
  BPF_PERCPU_ARRAY: { least: 1, most: 3, build: indexed('percpu_array'), usage: 'name, leaf, size' },
  BPF_HISTOGRAM: {
    least: 1,
    most: 3,
    build: ([name = '', key = 'int', size = '64']) => histogram(name, key, size),
    usage: 'name, key, size',
  },
  BPF_STACK_TRACE: {
    least: 2,
    most: 2,
    build: ([name = '', size = '']) => stackTrace(name, size, 'stacktrace', 'unsigned long long'),
    usage: 'name, size',
  },
  BPF_STACK_TRACE_BUILDID: {
    least: 2,
    most: 2,
    build: ([name = '', size = '']) => stackTrace(name, size, 'stacktrace_build_id', 'struct bpf_stack_build_id'),
    usage: 'name, size',
  },
  BPF_PERF_OUTPUT: { least: 1, most: 1, build: ([name = '']) => table('perf_output', { name }), usage: 'name' },
  BPF_PERF_ARRAY: { least: 2, most: 2, build: sized('perf_array', 'int', 'unsigned int'), usage: 'name, size' },
  BPF_RINGBUF_OUTPUT: {
    least: 2,
    most: 2,
    build: ([name = '', pages = '']) => table('ringbuf', { name, size: `(${pages}) * 4096` }),
    usage: 'name, pages',
  },
  BPF_PROG_ARRAY: { least: 2, most: 2, build: sized('prog', 'unsigned int', 'unsigned int'), usage: 'name, size' },
  BPF_CGROUP_ARRAY: { least: 2, most: 2, build: sized('cgroup_array', 'int', 'unsigned int'), usage: 'name, size' },
  BPF_CPUMAP: { least: 2, most: 2, build: sized('cpumap', 'int', 'unsigned int'), usage: 'name, size' },
  BPF_DEVMAP: { least: 2, most: 2, build: sized('devmap', 'int', 'int'), usage: 'name, size' },
  BPF_XDP_REDIRECT_MAP: {
    least: 4,
    most: 4,
    build: ([type = '', leaf = '', name = '', size = '']) => table(text(type) ?? '', { name, key: 'int', leaf, size }),
    usage: 'type, leaf, name, size',
  },
  BPF_XSKMAP: {
    least: 2,
    most: 3,
    build: ([name = '', size = '', path]) => {
      const pinPath = text(path);
      return table('xskmap', { name, key: 'int', leaf: 'int', size, ...(pinPath === undefined ? {} : { pinPath }) });
    },
    usage: 'name, size, "path"',
  },
  BPF_SOCKMAP: { least: 2, most: 2, build: sized('sockmap', 'unsigned int', 'unsigned int'), usage: 'name, size' },
  BPF_SOCKHASH: {
    least: 1,
    most: 3,
    build: ([name = '', key = 'unsigned int', size = defaultSize]) =>
      table('sockhash', { name, key, leaf: 'unsigned int', size }),
    usage: 'name, key, size',
  },
  BPF_ARRAY_OF_MAPS: {
    least: 3,
    most: 3,
    build: ([name = '', inner, size = '']) =>
      table(`array_of_maps$${text(inner) ?? inner}`, { name, key: 'int', size }),
    usage: 'name, "inner map", size',
  },
  BPF_HASH_OF_MAPS: {
    least: 2,
    most: 4,
    build: (args) => {
      const named = args.findIndex((argument) => argument.startsWith('"'));
      const [name = ''] = args;
      const key = named === 2 ? args[1]! : 'int';
      return table(`hash_of_maps$${text(args[named])}`, { name, key, size: args[named + 1] ?? defaultSize });
    },
    usage: 'name, key, "inner map", size',
  },
  BPF_SK_STORAGE: { least: 2, most: 2, build: storage('sk_storage'), usage: 'name, leaf' },
  BPF_INODE_STORAGE: { least: 2, most: 2, build: storage('inode_storage'), usage: 'name, leaf' },
  BPF_TASK_STORAGE: { least: 2, most: 2, build: storage('task_storage'), usage: 'name, leaf' },
  BPF_CGROUP_STORAGE: { least: 2, most: 2, build: storage('cgroup_storage'), usage: 'name, leaf' },
  BPF_PERCPU_CGROUP_STORAGE: { least: 2, most: 2, build: storage('percpu_cgroup_storage'), usage: 'name, leaf' },
  BPF_QUEUE: { least: 3, most: 4, build: queue('queue'), usage: 'name, leaf, size, flags' },
  BPF_STACK: { least: 3, most: 4, build: queue('stack'), usage: 'name, leaf, size, flags' },
  BPF_QUEUESTACK: { least: 4, most: 5, build: queueOf, usage: 'type, name, leaf, size, flags' },
  BPF_QUEUESTACK_PUBLIC: { least: 4, most: 5, build: given('public', queueOf), usage: 'type, name, leaf, size, flags' },
  BPF_QUEUESTACK_SHARED: { least: 4, most: 5, build: given('shared', queueOf), usage: 'type, name, leaf, size, flags' },
  BPF_QUEUESTACK_PINNED: {
    least: 6,
    most: 6,
    build: ([type = '', name = '', leaf = '', size = '', flags = '0', path]) => {
      const pinPath = text(path);
      return table(text(type) ?? '', { name, leaf, size, flags, ...(pinPath === undefined ? {} : { pinPath }) });
    },
    usage: 'type, name, leaf, size, flags, "path"',
  },
};

/** The map a macro declares. */
export function declareMap(macro: string, args: string[]): MacroResult {
  const entry = mapMacros[macro]!;
  if (args.length < entry.least || args.length > entry.most || args.some((argument) => argument === '')) {
    return { error: `${macro} takes (${entry.usage}), not ${args.length} argument${args.length === 1 ? '' : 's'}` };
  }
  const result = entry.build(args);
  if (!('error' in result) && !/^[A-Za-z_]\w*$/.test(result.name)) {
    return { error: `${macro} takes (${entry.usage}): '${result.name}' is no name` };
  }
  return result;
}
