/**
 * Which instructions of a BPF function can run when some of them are known to produce a constant: the part of the
 * verifier's dead code removal that matters for CO-RE guards. Registers that hold constants are followed through moves
 * and arithmetic; memory is not.
 *
 * @param constants Result of an instruction, by index: what `bpf_core_field_exists` will be on a kernel.
 */
export function reachableInstructions(
  code: Uint8Array,
  start: number,
  end: number,
  constants: ReadonlyMap<number, bigint>,
): Set<number> {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const states = new Map<number, Registers>();
  const pending: number[] = [];

  const flow = (to: number, registers: Registers) => {
    if (to < start || to >= end) return;
    const known = states.get(to);
    if (!known) {
      states.set(to, [...registers]);
      pending.push(to);
      return;
    }
    let changed = false;
    for (let index = 0; index < registerCount; index++) {
      if (known[index] === undefined || known[index] === registers[index]) continue;
      known[index] = undefined;
      changed = true;
    }
    if (changed) pending.push(to);
  };

  flow(start, new Array(registerCount).fill(undefined));
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const instruction = decode(view, at);
    const registers = [...states.get(at)!];
    for (const next of step(instruction, at, registers, constants.get(at))) flow(next, registers);
  }
  return new Set(states.keys());
}

type Registers = (bigint | undefined)[];

const registerCount = 11;
const returnRegister = 0;
const lastArgument = 5;

interface Instruction {
  opcode: number;
  destination: number;
  source: number;
  offset: number;
  immediate: number;
}

function decode(view: DataView, index: number): Instruction {
  const at = index * 8;
  const registers = view.getUint8(at + 1);
  return {
    opcode: view.getUint8(at),
    destination: registers & 0xf,
    source: registers >>> 4,
    offset: view.getInt16(at + 2, true),
    immediate: view.getInt32(at + 4, true),
  };
}

/** Changes the registers as the instruction does; returns where control can go. */
function step(instruction: Instruction, at: number, registers: Registers, constant: bigint | undefined): number[] {
  const { opcode, destination, offset, immediate } = instruction;
  switch (opcode & 7) {
    case 0:
      registers[destination] = constant;
      return [opcode === 0x18 ? at + 2 : at + 1];
    case 1:
      registers[destination] = constant;
      return [at + 1];
    case 2:
    case 3:
      return [at + 1];
    case 4:
    case 7:
      registers[destination] = constant ?? arithmetic(instruction, registers);
      return [at + 1];
    default:
      switch (opcode >>> 4) {
        case 0x0:
          return [at + 1 + ((opcode & 7) === 6 ? immediate : offset)];
        case 0x8:
          for (let register = returnRegister; register <= lastArgument; register++) registers[register] = undefined;
          return [at + 1];
        case 0x9:
          return [];
        default: {
          const taken = condition(instruction, registers);
          if (taken === true) return [at + 1 + offset];
          return taken === false ? [at + 1] : [at + 1, at + 1 + offset];
        }
      }
  }
}

function operand({ opcode, source, immediate }: Instruction, registers: Registers): bigint | undefined {
  return opcode & 8 ? registers[source] : BigInt(immediate);
}

function arithmetic(instruction: Instruction, registers: Registers): bigint | undefined {
  const { opcode, destination } = instruction;
  const wide = (opcode & 7) === 7;
  const limit = (value: bigint) => BigInt.asUintN(wide ? 64 : 32, value);
  const right = operand(instruction, registers);
  const left = registers[destination];
  if (right === undefined) return undefined;
  if (opcode >>> 4 === 0xb) return instruction.offset === 0 ? limit(right) : undefined;
  if (left === undefined) return opcode >>> 4 === 0x5 && right === 0n ? 0n : undefined;
  const shift = right & (wide ? 63n : 31n);
  switch (opcode >>> 4) {
    case 0x0:
      return limit(left + right);
    case 0x1:
      return limit(left - right);
    case 0x4:
      return limit(left | right);
    case 0x5:
      return limit(left & right);
    case 0x6:
      return limit(left << shift);
    case 0x7:
      return limit(limit(left) >> shift);
    case 0xa:
      return limit(left ^ right);
    default:
      return undefined;
  }
}

function condition(instruction: Instruction, registers: Registers): boolean | undefined {
  const left = registers[instruction.destination];
  const right = operand(instruction, registers);
  if (left === undefined || right === undefined) return undefined;
  const bits = (instruction.opcode & 7) === 6 ? 32 : 64;
  const [a, b] = [BigInt.asUintN(bits, left), BigInt.asUintN(bits, right)];
  const [sa, sb] = [BigInt.asIntN(bits, left), BigInt.asIntN(bits, right)];
  switch (instruction.opcode >>> 4) {
    case 0x1:
      return a === b;
    case 0x2:
      return a > b;
    case 0x3:
      return a >= b;
    case 0x4:
      return (a & b) !== 0n;
    case 0x5:
      return a !== b;
    case 0x6:
      return sa > sb;
    case 0x7:
      return sa >= sb;
    case 0xa:
      return a < b;
    case 0xb:
      return a <= b;
    case 0xc:
      return sa < sb;
    case 0xd:
      return sa <= sb;
    default:
      return undefined;
  }
}
