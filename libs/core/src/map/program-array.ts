import { DescriptorArray } from './descriptor-array.ts';

/** `BPF_MAP_TYPE_PROG_ARRAY`: programs to tail-call, by their descriptor. */
export class ProgramArray extends DescriptorArray {}
