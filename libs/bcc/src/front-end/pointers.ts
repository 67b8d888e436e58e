import { children, type Node, unwrapped } from './ast.ts';

/**
 * What a pointer, or an integer that may carry one, points at. Larger wins when several meet:
 * nothing; memory of the program; memory the verifier lets a program load from directly, with pointers of the same
 * kind in it; something that was loaded from the program's memory or filled in by a call; kernel or user memory.
 */
export const Origin = { none: 0, own: 1, direct: 2, unknown: 3, foreign: 4 } as const;
export type Origin = (typeof Origin)[keyof typeof Origin];

const join = (a: Origin, b: Origin): Origin => (a > b ? a : b);

/** Helpers that return memory of the program, which they made or keep for it. */
const ownResults =
  /^bpf_(?:map_lookup_elem|map_lookup_percpu_elem|ringbuf_reserve|get_local_storage|\w+_storage_get|dynptr_data|per_cpu_ptr|this_cpu_ptr|kptr_xchg|get_current_task_btf|task_pt_regs|sk_fullsock|tcp_sock|get_listener_sock|skc_to_\w+|sk_lookup_\w+|skc_lookup_tcp|sock_from_file)$|^__builtin_(?:alloca\w*|memcpy|memset|memmove|frame_address)$/;
/** Of those, the ones that hold pointers one may follow. */
const directResults =
  /^bpf_(?:get_current_task_btf|task_pt_regs|skc_to_\w+|sock_from_file|kptr_xchg|this_cpu_ptr|per_cpu_ptr)$/;

/** How the kernel lets a program read memory. */
export type Access = 'probe' | 'direct' | 'packet';

export interface FunctionFacts {
  name: string;
  node: Node;
  parameters: Node[];
  body: Node;
  /** Functions with a body that it calls. */
  calls: Set<string>;
  /** How the programs that reach it read memory, and one of them for each. */
  reachedBy: Map<Access, string>;
}

/** Flow-insensitive: a variable is what the worst of the values it is ever given is. */
export class Pointers {
  readonly #variables = new Map<string, Origin>();
  readonly #results = new Map<string, Origin>();
  readonly #functions: ReadonlyMap<string, FunctionFacts>;
  #changed = false;
  #current: FunctionFacts | undefined;

  constructor(functions: ReadonlyMap<string, FunctionFacts>, contexts: ReadonlyMap<string, Access>) {
    this.#functions = functions;
    for (const [id, access] of contexts) this.#variables.set(id, access === 'probe' ? Origin.own : Origin.direct);
    // Each round moves values at least one step; more than a few rounds happen only in made-up code.
    for (let round = 0; round < 24; round++) {
      this.#changed = false;
      for (const facts of functions.values()) {
        this.#current = facts;
        this.#visit(facts.body);
      }
      if (!this.#changed) break;
    }
  }

  /** Where reads of `node`, an lvalue, reach: its own memory for a variable. */
  ofPlace(node: Node, within: FunctionFacts): Origin {
    this.#current = within;
    const origin = this.#place(node);
    return origin === Origin.none ? Origin.unknown : origin;
  }

  #raise(id: string | undefined, origin: Origin): void {
    if (id === undefined) return;
    const before = this.#variables.get(id) ?? Origin.none;
    if (origin <= before) return;
    this.#variables.set(id, origin);
    this.#changed = true;
  }

  #visit(node: Node): void {
    const inner = children(node);
    switch (node.kind) {
      case 'VarDecl':
        if (inner.length > 0) this.#raise(node.id, this.#value(inner.at(-1)!));
        break;
      case 'BinaryOperator':
      case 'CompoundAssignOperator':
        if (/^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.opcode ?? '')) {
          const target = unwrapped(inner[0]!);
          if (target.kind === 'DeclRefExpr') this.#raise(target.referencedDecl?.id, this.#value(inner[1]!));
        }
        break;
      case 'UnaryOperator': {
        // Somebody may fill the variable in.
        const target = node.opcode === '&' && inner[0] ? unwrapped(inner[0]) : undefined;
        const type = target?.type?.desugaredQualType ?? target?.type?.qualType ?? '';
        if (target?.kind === 'DeclRefExpr' && type.includes('*'))
          this.#raise(target.referencedDecl?.id, Origin.unknown);
        break;
      }
      case 'CallExpr': {
        const facts = this.#functions.get(calleeName(node) ?? '');
        if (facts) {
          for (const [index, parameter] of facts.parameters.entries()) {
            const argument = inner[index + 1];
            if (argument) this.#raise(parameter.id, this.#value(argument));
          }
        }
        break;
      }
      case 'ReturnStmt':
        if (inner[0] && this.#current) {
          const before = this.#results.get(this.#current.name) ?? Origin.none;
          const origin = this.#value(inner[0]);
          if (origin > before) {
            this.#results.set(this.#current.name, origin);
            this.#changed = true;
          }
        }
        break;
      default:
        break;
    }
    for (const child of inner) this.#visit(child);
  }

  /** What the value of an expression points at. */
  #value(node: Node): Origin {
    const inner = children(node);
    const first = inner[0];
    switch (node.kind) {
      case 'ParenExpr':
      case 'ConstantExpr':
      case 'ExprWithCleanups':
      case 'OpaqueValueExpr':
      case 'InitListExpr':
        return first ? this.#value(first) : Origin.none;
      case 'ImplicitCastExpr':
      case 'CStyleCastExpr': {
        const operand = inner.at(-1);
        if (!operand) return Origin.none;
        if (node.castKind === 'LValueToRValue') return this.#loaded(operand);
        if (node.castKind === 'ArrayToPointerDecay') return this.#place(operand);
        if (node.castKind === 'NullToPointer') return Origin.none;
        return this.#value(operand);
      }
      case 'UnaryOperator':
        if (!first) return Origin.none;
        if (node.opcode === '&') return this.#place(first);
        if (node.opcode === '*') return this.#loaded(node);
        if (node.opcode === '++' || node.opcode === '--') return this.#loaded(first);
        return this.#value(first);
      case 'BinaryOperator':
      case 'CompoundAssignOperator': {
        const [left, right] = inner;
        if (!left || !right) return Origin.none;
        if (node.opcode === ',' || node.opcode === '=') return this.#value(right);
        if (/^(?:[<>]=?|[!=]=|&&|\|\|)$/.test(node.opcode ?? '')) return Origin.none;
        if (node.kind === 'CompoundAssignOperator') return join(this.#loaded(left), this.#value(right));
        // An index or offset says nothing of where a pointer points.
        const leftPointer = isPointer(left);
        if (leftPointer !== isPointer(right)) return this.#value(leftPointer ? left : right);
        return join(this.#value(left), this.#value(right));
      }
      case 'ConditionalOperator':
        return inner.slice(1).reduce((all: Origin, branch) => join(all, this.#value(branch)), Origin.none);
      case 'BinaryConditionalOperator':
        return inner.reduce((all: Origin, branch) => join(all, this.#value(branch)), Origin.none);
      case 'StmtExpr': {
        const statements = first ? children(first) : [];
        const last = statements.at(-1);
        return last ? this.#value(last) : Origin.none;
      }
      case 'CallExpr':
        return this.#called(node);
      case 'DeclRefExpr':
        if (node.referencedDecl?.kind === 'EnumConstantDecl') return Origin.none;
        if (node.referencedDecl?.kind === 'FunctionDecl') return Origin.own;
        return this.#place(node);
      case 'StringLiteral':
      case 'PredefinedExpr':
      case 'CompoundLiteralExpr':
        return Origin.own;
      case 'IntegerLiteral':
      case 'CharacterLiteral':
      case 'FloatingLiteral':
      case 'UnaryExprOrTypeTraitExpr':
      case 'OffsetOfExpr':
      case 'ImplicitValueInitExpr':
        return Origin.none;
      case 'MemberExpr':
      case 'ArraySubscriptExpr':
        return this.#loaded(node);
      default:
        return Origin.foreign;
    }
  }

  #called(node: Node): Origin {
    const name = calleeName(node);
    if (name === undefined) return Origin.foreign;
    if (this.#functions.has(name)) return this.#results.get(name) ?? Origin.none;
    if (directResults.test(name)) return Origin.direct;
    if (ownResults.test(name)) return Origin.own;
    const probing = this.#current?.reachedBy.has('probe') ?? true;
    if (!probing && this.#current?.reachedBy.has('packet')) return Origin.direct;
    return Origin.foreign;
  }

  /** What is found in an lvalue when it is read. */
  #loaded(node: Node): Origin {
    const place = unwrapped(node);
    if (place.kind === 'DeclRefExpr') return this.#variables.get(place.referencedDecl?.id ?? '') ?? Origin.none;
    if (place.kind === 'StmtExpr' || place.kind === 'CallExpr' || place.kind === 'ConditionalOperator') {
      return this.#value(place);
    }
    switch (this.#place(place)) {
      case Origin.none:
        // Nothing is known of the pointer yet, as of a parameter before its function's callers were seen.
        return Origin.none;
      case Origin.direct:
        return Origin.direct;
      case Origin.own:
        // The fields of a context are foreign; what the program itself stored may be anything.
        return this.#isContext(place) ? Origin.foreign : Origin.unknown;
      default:
        return Origin.foreign;
    }
  }

  #isContext(node: Node): boolean {
    const root = rootPointer(node);
    const type = root?.type?.desugaredQualType ?? root?.type?.qualType ?? '';
    return /\bstruct (?:pt_regs|bpf_raw_tracepoint_args|tracepoint__\w+|bpf_perf_event_data) \*/.test(type);
  }

  /** Where an lvalue lies. */
  #place(node: Node): Origin {
    const at = unwrapped(node);
    const inner = children(at);
    const first = inner[0];
    switch (at.kind) {
      case 'DeclRefExpr':
      case 'CompoundLiteralExpr':
      case 'StringLiteral':
      case 'PredefinedExpr':
        return Origin.own;
      case 'MemberExpr':
        if (!first) return Origin.own;
        return at.isArrow ? this.#value(first) : this.#place(first);
      case 'ArraySubscriptExpr': {
        const base = inner.find(isPointer);
        return base ? this.#value(base) : Origin.foreign;
      }
      case 'UnaryOperator':
        return at.opcode === '*' && first ? this.#value(first) : Origin.own;
      case 'ImplicitCastExpr':
      case 'CStyleCastExpr':
        return first ? this.#place(inner.at(-1)!) : Origin.own;
      default:
        // A struct as the value of a call or a statement expression lies on the stack.
        return Origin.own;
    }
  }
}

function isPointer(node: Node): boolean {
  return /[*\]]$/.test(
    (node.type?.desugaredQualType ?? node.type?.qualType ?? '').replace(
      /\s*(?:const|volatile|restrict|__restrict)$/g,
      '',
    ),
  );
}

/** The pointer at the root of a chain of members and elements. */
function rootPointer(node: Node): Node | undefined {
  let at = unwrapped(node);
  for (let steps = 0; steps < 64; steps++) {
    const inner = children(at);
    const first = inner[0];
    if (!first) return undefined;
    if (at.kind === 'MemberExpr') {
      if (at.isArrow) return first;
      at = unwrapped(first);
    } else if (at.kind === 'ArraySubscriptExpr') {
      const base = unwrapped(inner.find(isPointer) ?? first);
      if (base.kind !== 'ImplicitCastExpr' || base.castKind !== 'ArrayToPointerDecay') return base;
      at = unwrapped(children(base)[0] ?? base);
    } else if (at.kind === 'UnaryOperator' && at.opcode === '*') {
      return first;
    } else {
      return undefined;
    }
  }
  return undefined;
}

/** Name of the function or helper a call goes to. */
export function calleeName(call: Node): string | undefined {
  let at: Node | undefined = children(call)[0];
  for (let steps = 0; at && steps < 8; steps++) {
    if (at.kind === 'DeclRefExpr') return at.referencedDecl?.name;
    at = children(at)[0];
  }
  return undefined;
}
