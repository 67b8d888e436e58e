import { children, type Node, typeText } from './ast.ts';
import { type Access, calleeName, type FunctionFacts } from './pointers.ts';
import type { FrontEndProgram } from './program-names.ts';
import { bodyPrefix } from './rewrite.ts';

const packetContext =
  /\bstruct (?:__sk_buff|xdp_md|sk_msg_md|bpf_sock_ops|bpf_sock_addr|sk_reuseport_md|bpf_sock|bpf_sysctl|bpf_sockopt|bpf_sk_lookup|bpf_cgroup_dev_ctx|bpf_flow_keys|bpf_netns) \*/;
const directKinds = new Set(['fentry', 'fexit', 'fmod_ret', 'lsm', 'iter']);

/** The functions of a translation unit that have a body, and who calls whom. */
export function functionsIn(unit: Node, from: number): Map<string, FunctionFacts> {
  const functions = new Map<string, FunctionFacts>();
  for (const node of children(unit)) {
    if (node.kind !== 'FunctionDecl' || node.name === undefined || (node.range?.end?.offset ?? -1) < from) continue;
    const inner = children(node);
    const body = inner.find(({ kind }) => kind === 'CompoundStmt');
    if (!body) continue;
    const parameters = inner.filter(({ kind }) => kind === 'ParmVarDecl');
    functions.set(node.name, { name: node.name, node, parameters, body, calls: new Set(), reachedBy: new Map() });
  }
  const collect = (node: Node, calls: Set<string>) => {
    if (node.kind === 'CallExpr') {
      const name = calleeName(node);
      if (name !== undefined && functions.has(name)) calls.add(name);
    }
    for (const child of children(node)) collect(child, calls);
  };
  for (const facts of functions.values()) collect(facts.body, facts.calls);
  return functions;
}

/** Tells each function which programs reach it. Gives the way each program's context is read, by parameter id. */
export function reachFunctions(
  functions: ReadonlyMap<string, FunctionFacts>,
  programs: readonly FrontEndProgram[],
): Map<string, Access> {
  const contexts = new Map<string, Access>();
  for (const program of programs) {
    const wrapper = functions.get(program.name);
    const body = functions.get(bodyPrefix + program.name);
    if (!wrapper) continue;
    const context = body?.parameters[0];
    const access: Access =
      context && packetContext.test(typeText(context)) ? 'packet' : directKinds.has(program.kind) ? 'direct' : 'probe';
    const parameter = wrapper.parameters[0]?.id;
    if (parameter !== undefined) contexts.set(parameter, access);
    if (context?.id !== undefined) contexts.set(context.id, access);
    const waiting = [wrapper];
    for (let facts = waiting.pop(); facts; facts = waiting.pop()) {
      if (facts.reachedBy.has(access)) continue;
      facts.reachedBy.set(access, program.name);
      for (const name of facts.calls) waiting.push(functions.get(name)!);
    }
  }
  return contexts;
}
