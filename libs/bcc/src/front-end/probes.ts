import { type FunctionDefinition, parameterOf } from './functions.ts';
import type { Kernel } from './kernel-facts.ts';
import type { Token } from './lexer.ts';
import { type FrontEndProgram, programNamed, takesSystemCall } from './program-names.ts';

export interface ProbeContext {
  kernel: Kernel;
  text: string;
  tokens: readonly Token[];
}

/** A function that is a program. */
interface Program {
  program: FrontEndProgram;
  /** Parameters of the body, where a macro stands in place of the function's head. */
  head?: string;
  /** The function the kernel calls: it takes the arguments out of the context. */
  wrapper: string;
}

const bodyOf = (name: string) => `__bcc_body_${name}`;
const trampolineContext = 'unsigned long long *ctx';

/** Macros that stand for the head of a function, with the name the function gets from their arguments. */
const probeMacros: Record<string, { name: (args: string[]) => string; skip: number; usage: string }> = {
  TRACEPOINT_PROBE: {
    name: ([category, event]) => `tracepoint__${category}__${event}`,
    skip: 2,
    usage: 'category, event',
  },
  RAW_TRACEPOINT_PROBE: { name: ([event]) => `raw_tracepoint__${event}`, skip: 1, usage: 'event' },
  KFUNC_PROBE: { name: ([fn]) => `kfunc__vmlinux__${fn}`, skip: 1, usage: 'function, parameters...' },
  KRETFUNC_PROBE: { name: ([fn]) => `kretfunc__vmlinux__${fn}`, skip: 1, usage: 'function, parameters..., result' },
  MODULE_KFUNC_PROBE: {
    name: ([module, fn]) => `kfunc__${module}__${fn}`,
    skip: 2,
    usage: 'module, function, parameters...',
  },
  MODULE_KRETFUNC_PROBE: {
    name: ([module, fn]) => `kretfunc__${module}__${fn}`,
    skip: 2,
    usage: 'module, function, parameters..., result',
  },
  KMOD_RET: { name: ([fn]) => `kmod_ret__${fn}`, skip: 1, usage: 'function, parameters..., result' },
  LSM_PROBE: { name: ([hook]) => `lsm__${hook}`, skip: 1, usage: 'hook, parameters...' },
  BPF_ITER: { name: ([target]) => `bpf_iter__${target}`, skip: 1, usage: 'target' },
  BPF_PROG: { name: ([name]) => `${name}`, skip: 1, usage: 'name, parameters...' },
};

export function isProbeMacro(name: string): boolean {
  return Object.hasOwn(probeMacros, name);
}

export function probeMacroNames(): string[] {
  return Object.keys(probeMacros);
}

/** The program a function is; undefined for a function that cannot be one, which then is a helper of others. */
export function probeProgram(
  definition: FunctionDefinition,
  context: ProbeContext,
): Program | { error: string } | undefined {
  return isProbeMacro(definition.name) ? fromMacro(definition, context) : fromFunction(definition, context);
}

function fromMacro(
  { name: macro, parameters }: FunctionDefinition,
  { kernel }: ProbeContext,
): Program | { error: string } {
  const { name: nameOf, skip, usage } = probeMacros[macro]!;
  const args = parameters.map(({ text }) => text.trim());
  const names = args.slice(0, skip);
  if (names.length < skip || names.some((word) => !/^\w+$/.test(word))) {
    const dashed =
      macro === 'TRACEPOINT_PROBE' && names.length === skip && names.every((word) => /^[\w-]+$/.test(word));
    const next = dashed
      ? `names in C have no '-': attach a function to ${names.join(':')} with attachTracepoint()`
      : '';
    return { error: `${macro} takes (${usage})${next && `; ${next}`}` };
  }
  const name = nameOf(names);
  const program = programNamed(name, kernel);
  const rest = args.slice(skip);
  if (macro === 'TRACEPOINT_PROBE' || macro === 'RAW_TRACEPOINT_PROBE' || macro === 'BPF_ITER') {
    if (rest.length > 0) return { error: `${macro} takes (${usage}), not ${args.length} arguments` };
    const head =
      macro === 'TRACEPOINT_PROBE'
        ? `struct ${name} *args`
        : macro === 'BPF_ITER'
          ? `struct ${name} *ctx`
          : 'struct bpf_raw_tracepoint_args *ctx';
    return { program, head, wrapper: wrapper(program, 'void *__bcc_ctx', [], false) };
  }
  if (rest.length > 13) return { error: `${macro} takes at most 12 parameters and a result` };
  const extra = rest.map(parameterOf);
  const returns = /RETFUNC|MOD_RET/.test(macro);
  const slots = extra.map((_, index) => index);
  if (returns && extra.length > 0) {
    const count = functionParameters(kernel, names.at(-1)!);
    const last = extra.at(-1)!.name ?? '';
    // The result follows all arguments, also those the text does not list.
    if (count !== undefined && extra.length <= count && /^(?:ret|retval|rc|res|result|err|error)$/.test(last)) {
      slots[slots.length - 1] = count;
    }
  }
  const locals = extra.map(({ name: local, declaration }, index) => ({
    name: local,
    text: local === undefined ? '' : `${declaration} = (typeof(${local}))__bcc_ctx[${slots[index]}];`,
  }));
  const head = [trampolineContext, ...rest].join(', ');
  return { program, head, wrapper: wrapper(program, 'unsigned long long *__bcc_ctx', locals, mustReturnZero(program)) };
}

/** How many parameters a kernel function has; undefined when its type is not known. */
function functionParameters(kernel: Kernel, name: string): number | undefined {
  const type = kernel.btf.find(name, 'function');
  const prototype = type && kernel.btf.type(type.target);
  return prototype?.kind === 'prototype' ? prototype.parameters.length : undefined;
}

function fromFunction(
  definition: FunctionDefinition,
  { kernel }: ProbeContext,
): Program | { error: string } | undefined {
  const { name, parameters, specifiers } = definition;
  const [context, ...extra] = parameters.map(({ text }) => text.trim());
  const program = programNamed(name, kernel);
  if (context !== undefined && context !== 'void' && !/[*\]]/.test(context))
    return program.kind === 'function' ? undefined : program_();
  if (extra.length > 6) {
    if (program.kind === 'function') return undefined;
    return { error: `${name} has ${extra.length} parameters after its context; only 6 are passed in registers` };
  }
  return program_();

  function program_(): Program {
    const returnsNothing = (specifiers.includes('void') && !specifiers.includes('*')) || mustReturnZero(program);
    const trampoline = ['fentry', 'fexit', 'fmod_ret', 'lsm'].includes(program.kind);
    const locals = extra.map((text, index) => {
      const { name: local, declaration } = parameterOf(text);
      const value = trampoline
        ? `((unsigned long long *)__bcc_ctx)[${index}]`
        : registerOf(index + 1, takesSystemCall(name), kernel);
      return { name: local, text: local === undefined ? '' : `${declaration} = (typeof(${local}))${value};` };
    });
    const hasContext = context !== undefined && context !== 'void';
    return { program, wrapper: wrapper(program, 'void *__bcc_ctx', locals, returnsNothing, hasContext) };
  }
}

/** The kernel refuses entry and exit probes that may return anything else. */
function mustReturnZero({ kind }: FrontEndProgram): boolean {
  return kind === 'fentry' || kind === 'fexit';
}

function wrapper(
  { name, section }: FrontEndProgram,
  parameter: string,
  locals: { name: string | undefined; text: string }[],
  returnsNothing: boolean,
  hasContext = true,
): string {
  const args = [...(hasContext ? ['__bcc_ctx'] : []), ...locals.map((local) => local.name ?? '0')].join(', ');
  const call = `${bodyOf(name)}(${args})`;
  const body = returnsNothing ? `${call}; return 0;` : `return ${call};`;
  const declarations = locals.map(({ text }) => text).join(' ');
  return `__attribute__((section("${section}"), used)) int ${name}(${parameter}) { ${declarations} ${body} }`;
}

const argumentRegisters = ['di', 'si', 'dx', 'cx', 'r8', 'r9'];
const systemCallRegisters = ['di', 'si', 'dx', 'r10', 'r8', 'r9'];

/** C that reads the n-th argument of the probed function, or of the system call it implements. */
function registerOf(n: number, systemCall: boolean, kernel: Kernel): string {
  const registers = '((struct pt_regs *)__bcc_ctx)';
  const arm = kernel.architecture === 'arm64';
  const at = (base: string) => {
    if (arm) return `${base}->regs[${n - 1}]`;
    return `${base}->${(systemCall ? systemCallRegisters : argumentRegisters)[n - 1]}`;
  };
  if (!systemCall || !kernel.wrapsSystemCalls) return at(registers);
  return at(`((struct pt_regs *)${arm ? `${registers}->regs[0]` : `${registers}->di`})`);
}
