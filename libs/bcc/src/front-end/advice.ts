import { type CompositeType, taggedType } from '@bcc-ts/core';
import { knownMacros } from './constants.ts';
import type { Kernel } from './kernel-facts.ts';
import { helperNames, type KernelTypes } from './kernel-types.ts';
import { nearest } from './nearest.ts';

/** Members that other kernels have under another name. */
const renamed: Record<string, string> = {
  state: '__state',
  __state: 'state',
  rq_disk: 'q->disk',
  bi_disk: 'bi_bdev->bd_disk',
  d_iname: 'd_shortname.string',
  i_ctime: '__i_ctime',
};

/** What clang says of code that BPF has no instructions for, without saying what BPF has. */
const impossible: [RegExp, string][] = [
  [
    /signed division|Cannot select: .* s(?:div|rem) /,
    'division of signed numbers: BPF divides unsigned ones only (cast both to u64, or s64 after a check of the sign)',
  ],
  [
    /BPF stack limit/,
    'the variables of this function take more than the 512 bytes of stack a BPF program has (keep large ones in a BPF_PERCPU_ARRAY of one element)',
  ],
  [
    /dynamic stack allocation/,
    'an array whose length is known only when the program runs: BPF has none (give it the greatest length)',
  ],
  [
    /built-in function '(?:mem(?:cpy|set|move|cmp|chr))' is not supported/,
    'memory is copied, cleared or compared at a length that is too large or not known before the program runs: BPF has no such function (use bpf_probe_read_kernel() into an element of a table, or a loop)',
  ],
  [
    /built-in function '__\w+[sdt]f\w*' is not supported|floating.point/,
    'BPF has no floating point numbers (count in smaller units, and divide where the figures are shown)',
  ],
  [
    /^0x[0-9a-f]+: .*too many arguments$|^too many args to 0x/,
    'BPF passes at most five values of 64 bits to a function (a value of 128 bits counts as two)',
  ],
  [/aggregate returns|StructRet/, 'a BPF function cannot return a struct (let it fill one whose address it is given)'],
];

/** Functions of C that programs call for want of others: what BPF has instead. */
const replacements: Record<string, string> = {
  strcmp: 'bpf_strncmp(text, sizeof(text), "other") from Linux 5.17 on, or a loop over a fixed number of characters',
  strncmp: 'bpf_strncmp(text, length, "other") from Linux 5.17 on, or a loop over a fixed number of characters',
  memcmp: 'a loop over a fixed number of bytes',
  strlen: 'the result of bpf_probe_read_str(), less one',
  strcpy: 'bpf_probe_read_kernel_str(), or __builtin_memcpy() of a fixed length',
  strncpy: 'bpf_probe_read_kernel_str(), or __builtin_memcpy() of a fixed length',
  printf: 'bpf_trace_printk()',
  printk: 'bpf_trace_printk()',
  malloc: 'an element of a BPF_PERCPU_ARRAY',
  kmalloc: 'an element of a BPF_PERCPU_ARRAY',
  time: 'bpf_ktime_get_ns()',
  getpid: 'bpf_get_current_pid_tgid() >> 32',
};

/** Clang's message, in the words of the dialect, with what to do next. */
export function explainDiagnostic(message: string, types: KernelTypes, kernel: Kernel): string {
  const plain = message.replaceAll('__bcc_body_', '').replace(/ at <stdin>:\d+:\d+/g, '');
  const member = /^no member named '(\w+)' in '(?:struct|union) (\w+)'/.exec(plain);
  if (member) return missingMember(member[1]!, member[2]!, types, kernel);
  const call =
    /^call to undeclared (?:library )?function '(\w+)'/.exec(plain) ??
    /^implicit declaration of function '(\w+)'/.exec(plain);
  if (call) return missingFunction(call[1]!, types);
  const name = /^(?:use of undeclared identifier|unknown type name) '(\w+)'/.exec(plain);
  if (name) return missingName(plain, name[1]!, types, kernel);
  const incomplete =
    /^(?:incomplete definition of type|variable has incomplete type|invalid application of 'sizeof' to an incomplete type) .*?\b(?:struct|union) (\w+)/.exec(
      plain,
    );
  if (incomplete && types.mentions.definedTags.has(incomplete[1]!)) {
    return `struct ${incomplete[1]} is used before the text defines it (move its definition up)`;
  }
  if (incomplete) {
    return `struct ${incomplete[1]} is unknown: kernel ${kernel.facts.release} and its loaded modules have no type of that name (load the module it belongs to, or define it)`;
  }
  const converted =
    /^operand of type '(.*)' where arithmetic or pointer type is required$/.exec(plain) ??
    /^passing '((?:struct|union) [^*']*)' to parameter of incompatible type '[^']*\*'/.exec(plain) ??
    /^initializing '[^']*\*' with an expression of incompatible type '((?:struct|union) [^*']*)'/.exec(plain);
  if (converted) return `a value of type '${converted[1]}' stands where its address is needed (put & before it)`;
  return impossible.find(([pattern]) => pattern.test(plain))?.[1] ?? plain;
}

function missingMember(member: string, tag: string, types: KernelTypes, kernel: Kernel): string {
  if (tag.startsWith('tracepoint__')) return missingField(member, tag, types, kernel);
  const type = taggedType(types.btf(), tag);
  if (types.mentions.definedTags.has(tag) || !type || type.kind === 'enum')
    return `no member named '${member}' in 'struct ${tag}'`;
  const names = memberNames(type, types);
  const advice =
    Object.hasOwn(renamed, member) && names.includes(renamed[member]!.split(/->|\./)[0]!)
      ? renamed[member]
      : nearest(member, names);
  const next = advice ? `did you mean ${advice}?` : 'test for it with kernel_struct_has_field';
  return `struct ${tag} has no member ${member} on kernel ${kernel.facts.release} (${next})`;
}

function missingField(field: string, tag: string, types: KernelTypes, kernel: Kernel): string {
  const body = new RegExp(`^struct ${tag} \\{(.*)\\}`, 'm').exec(types.header)?.[1] ?? '';
  const names = [...body.matchAll(/(\w+)(?:\[\d+\])?;/g)]
    .map(([, name]) => name!)
    .filter((name) => !name.startsWith('__'));
  const like = nearest(field, names);
  const located = names.includes(`data_loc_${field}`)
    ? `read it with TP_DATA_LOC_READ_STR(&text, ${field}, sizeof(text))`
    : undefined;
  const next = located ?? (like ? `did you mean ${like}?` : `its fields: ${names.join(', ')}`);
  const [, category, event] = /^tracepoint__(.+?)__(\w+)$/.exec(tag) ?? [];
  return `tracepoint ${category}:${event} has no field ${field} on kernel ${kernel.facts.release} (${next})`;
}

function memberNames(type: CompositeType, types: KernelTypes, depth = 0): string[] {
  return type.members.flatMap((member) => {
    if (member.name !== '') return [member.name];
    const inner = types.btf().resolve(member.type);
    return depth < 8 && (inner.kind === 'struct' || inner.kind === 'union') ? memberNames(inner, types, depth + 1) : [];
  });
}

function missingFunction(name: string, types: KernelTypes): string {
  if (name === 'bpf_usdt_readarg' || name === 'bpf_usdt_readarg_p') return `${name} is not available`;
  if (Object.hasOwn(replacements, name)) return `${name} cannot be called from BPF; use ${replacements[name]}`;
  const like = nearest(name, [...helperNames(), ...types.mentions.declared]);
  if (types.btf().find(name, 'function')) {
    return `${name} is a function of the kernel, which a BPF program cannot call; read what it would return from its arguments' fields`;
  }
  return `there is no function ${name}: it is neither a BPF helper nor defined in this text${like ? ` (did you mean ${like}?)` : ''}`;
}

function missingName(message: string, name: string, types: KernelTypes, kernel: Kernel): string {
  const like = nearest(name, [...types.mentions.declared, ...knownMacros(kernel)]);
  const kind = message.startsWith('unknown type') ? 'type' : 'name';
  const upper = name === name.toUpperCase();
  const meaning = upper
    ? `${name} is unknown: if it is a macro of the kernel's headers, define it in the text (#define ${name} ...)`
    : `there is no ${kind} ${name} in this text or in kernel ${kernel.facts.release}`;
  return like ? `${meaning} (did you mean ${like}?)` : meaning;
}
