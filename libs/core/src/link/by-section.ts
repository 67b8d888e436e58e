import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt } from '../errors.ts';
import { attachIterator } from './iterator.ts';
import { attachKprobe } from './kprobe.ts';
import { attachLsm } from './lsm.ts';
import { attachRawTracepoint } from './raw-tracepoint.ts';
import { attachTrace } from './trace.ts';
import { attachTracepoint } from './tracepoint.ts';

type Attach = (program: BpfProgram, target: string) => BpfLink;

const kprobe =
  (retprobe: boolean): Attach =>
  (program, target) => {
    const [, symbol = '', offset = '0'] = /^([^+]+)\+?(.*)$/.exec(target) ?? [];
    return attachKprobe(program, { symbol, offset: Number(offset), retprobe });
  };

const tracepoint: Attach = (program, target) => {
  const [category = '', name = ''] = target.split('/');
  return attachTracepoint(program, category, name);
};

const trace: Attach = (program) => attachTrace(program);

/** By the part of the section's name before the first slash. Others are left to libbpf. */
const kinds: Record<string, Attach> = {
  kprobe: kprobe(false),
  kretprobe: kprobe(true),
  tracepoint,
  tp: tracepoint,
  raw_tp: attachRawTracepoint,
  raw_tracepoint: attachRawTracepoint,
  tp_btf: trace,
  fentry: trace,
  fexit: trace,
  fmod_ret: trace,
  lsm: (program) => attachLsm(program),
  iter: (program) => attachIterator(program),
};

/** The target a section names: `vfs_read` in `kprobe/vfs_read`. Empty when the program is to be attached by hand. */
export function sectionTarget(section: string): string {
  const slash = section.indexOf('/');
  return slash < 0 ? '' : section.slice(slash + 1);
}

/** Attaches a program to what its section names. */
export function attachBySection(program: BpfProgram): BpfLink {
  const { section } = program;
  const kind = section.split('/', 1)[0]!.replace(/\.s$/, '').replace(/^\?/, '');
  const attach = kinds[kind];
  return attach
    ? attach(program, sectionTarget(section))
    : attempt(`attach program ${program.name} (${section})`, () => program.attach());
}
