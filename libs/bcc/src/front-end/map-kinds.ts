/** A map as the text declares it. */
export interface DeclaredMap {
  name: string;
  /** BCC's word for its type. */
  kind: string;
  /** C type of keys and values; undefined where the kernel fixes them. */
  key?: string;
  leaf?: string;
  pinPath?: string;
  /** How it is shared with other programs of the process: given to them, taken from them, or either. */
  sharing?: 'public' | 'shared' | 'extern';
  /** Whether a missing key can be inserted, as `increment` does. */
  growing: boolean;
  /** C that declares it. */
  declaration: string;
}

interface Kind {
  /** `enum bpf_map_type`. */
  type: number | string;
  key?: string;
  leaf?: string;
  /** Set when key and value have a size but no type that user space reads. */
  sizes?: [key: number, value: number];
  flags?: string;
  /** BCC's word, where several names mean the same. */
  kind?: string;
  /** Has neither entries nor keys to declare. */
  bare?: 'keyless' | 'storage' | 'ring';
  growing?: boolean;
}

const noPreallocation = '1';
const buildId = '32';

/** Kernel map types by the names `BPF_TABLE` takes. */
const kinds: Record<string, Kind> = {
  hash: { type: 1, growing: true },
  array: { type: 2 },
  prog: { type: 3 },
  perf_output: { type: 4, sizes: [4, 4] },
  perf_array: { type: 4, sizes: [4, 4] },
  percpu_hash: { type: 5, growing: true },
  percpu_array: { type: 6 },
  stacktrace: { type: 7, kind: 'stack_trace' },
  stacktrace_build_id: { type: 7, kind: 'stack_trace', flags: buildId },
  cgroup_array: { type: 8 },
  lru_hash: { type: 9, growing: true },
  lru_percpu_hash: { type: 10, growing: true },
  lpm_trie: { type: 11, flags: noPreallocation, growing: true },
  array_of_maps: { type: 12 },
  hash_of_maps: { type: 13 },
  devmap: { type: 14 },
  sockmap: { type: 15 },
  cpumap: { type: 16 },
  xskmap: { type: 17 },
  sockhash: { type: 18 },
  cgroup_storage: { type: 19, bare: 'storage' },
  percpu_cgroup_storage: { type: 21, bare: 'storage' },
  queue: { type: 22, bare: 'keyless' },
  stack: { type: 23, bare: 'keyless' },
  sk_storage: { type: 24, bare: 'storage', flags: noPreallocation },
  devmap_hash: { type: 25, growing: true },
  ringbuf: { type: 27, bare: 'ring' },
  inode_storage: { type: 28, bare: 'storage', flags: noPreallocation },
  task_storage: { type: 29, bare: 'storage', flags: noPreallocation },
  extern: { type: 1, growing: true },
};

/** What a macro's arguments mean: a map, or what is wrong with them. */
export type MacroResult = DeclaredMap | { error: string };

/** A map of a kind, by the word `BPF_TABLE` takes; the word may be followed by `$` and the name of an inner map. */
export function table(
  kindText: string,
  {
    name,
    key,
    leaf,
    size,
    flags,
    pinPath,
    kind,
  }: Omit<Partial<DeclaredMap>, 'growing'> & { name: string; size?: string; flags?: string },
): MacroResult {
  const [word = '', inner] = kindText.split('$');
  if (word === 'histogram') return histogram(name, key ?? 'int', size ?? '64', pinPath, flags);
  const entry = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  if (!entry) return { error: `"${word}" is no type of map (types: ${Object.keys(kinds).join(', ')})` };
  const members = [`int (*type)[${entry.type}]`];
  let keyType = key;
  let leafType = leaf;
  if (entry.bare === 'keyless' || entry.bare === 'ring') keyType = undefined;
  if (entry.bare === 'ring') leafType = undefined;
  if (inner !== undefined) {
    if (!/^[A-Za-z_]\w*$/.test(inner)) return { error: `"${inner}" is no name of an inner map` };
    members.push(`typeof(${keyType ?? 'int'}) *key`);
    leafType = undefined;
  } else if (entry.sizes) {
    members.push(`int (*key_size)[${entry.sizes[0]}]`, `int (*value_size)[${entry.sizes[1]}]`);
    keyType = undefined;
    leafType = undefined;
  } else {
    if (keyType !== undefined) members.push(`typeof(${keyType}) *key`);
    if (leafType !== undefined) members.push(`typeof(${leafType}) *value`);
  }
  if (size !== undefined && entry.bare !== 'storage') members.push(`int (*max_entries)[${size}]`);
  const allFlags = [entry.flags, flags].filter((flag) => flag !== undefined && flag !== '' && flag !== '0');
  if (allFlags.length > 0) members.push(`int (*map_flags)[${allFlags.map((flag) => `(${flag})`).join(' | ')}]`);
  // An array without length has to be the last member.
  if (inner !== undefined) members.push(`typeof(${inner}) *values[]`);
  return {
    name,
    kind: kind ?? entry.kind ?? word,
    growing: entry.growing ?? false,
    declaration: declare(name, members),
    ...(keyType === undefined ? {} : { key: keyType }),
    ...(leafType === undefined ? {} : { leaf: leafType }),
    ...(pinPath === undefined ? {} : { pinPath }),
    ...(word === 'extern' ? { sharing: 'extern' as const } : {}),
  };
}

/** An array when the key is `int`, else a hash; the compiler knows which, whatever name the type has. */
export function histogram(name: string, key: string, size: string, pinPath?: string, flags?: string): MacroResult {
  const isInt = `__builtin_types_compatible_p(${key}, int)`;
  const members = [
    `int (*type)[${isInt} ? 2 : 1]`,
    `typeof(${key}) *key`,
    'unsigned long long *value',
    `int (*max_entries)[${size}]`,
    ...(flags ? [`int (*map_flags)[${flags}]`] : []),
  ];
  const growing = !/^(?:signed )?int$/.test(key.trim());
  const pin = pinPath === undefined ? {} : { pinPath };
  return { name, kind: 'histogram', key, leaf: 'u64', growing, declaration: declare(name, members), ...pin };
}

function declare(name: string, members: readonly string[]): string {
  const text = members.map((member) => `${member};`).join(' ');
  // A map of a type without size would only fail when it is loaded.
  const sized = ['key', 'value'].filter((part) => members.some((member) => member.endsWith(` *${part}`)));
  const checks = sized.map((part) => ` _Static_assert(sizeof(*${name}.${part}) >= 0, "");`).join('');
  return `struct { ${text} } ${name} __attribute__((section(".maps"), used));${checks}`;
}

/** The next power of two, as a constant expression. */
function roundedUp(size: string): string {
  const plain = /^\d+$/.test(size) ? Number(size) : undefined;
  if (plain !== undefined) return `${2 ** Math.ceil(Math.log2(Math.max(1, plain)))}`;
  return `(((${size}) <= 1) ? 1 : (1 << (32 - __builtin_clz((${size}) - 1))))`;
}

const stackDepth = 127;

export function stackTrace(name: string, size: string, kind: string, slot: string): MacroResult {
  return table(kind, { name, key: 'unsigned int', leaf: `${slot}[${stackDepth}]`, size: roundedUp(size) });
}
