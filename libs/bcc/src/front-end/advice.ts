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

/** Clang's message, in the words of the dialect, with what to do next. */
export function explainDiagnostic(message: string, types: KernelTypes, kernel: Kernel): string {
  const plain = message.replaceAll('__bcc_body_', '');
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
  if (incomplete) {
    return `struct ${incomplete[1]} is unknown: kernel ${kernel.facts.release} and its loaded modules have no type of that name (load the module it belongs to, or define it)`;
  }
  if (/signed division/.test(plain)) {
    return 'division of signed numbers: BPF divides unsigned ones only (cast both to u64, or s64 after a check of the sign)';
  }
  return plain;
}

function missingMember(member: string, tag: string, types: KernelTypes, kernel: Kernel): string {
  if (tag.startsWith('tracepoint__')) return missingField(member, tag, types, kernel);
  const type = taggedType(types.btf, tag);
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
    const inner = types.btf.resolve(member.type);
    return depth < 8 && (inner.kind === 'struct' || inner.kind === 'union') ? memberNames(inner, types, depth + 1) : [];
  });
}

function missingFunction(name: string, types: KernelTypes): string {
  if (name === 'bpf_usdt_readarg' || name === 'bpf_usdt_readarg_p') return `${name} is not available`;
  const like = nearest(name, [...helperNames(), ...types.mentions.declared]);
  if (types.btf.find(name, 'function')) {
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
