import type { Layout, TypeLayout } from './btf/layout.ts';

/** What a BPF object offers to TypeScript: its read-only variables, maps and program names. Generated from its BTF. */
export interface Shape {
  rodata: object;
  maps: object;
  programs: string;
}

/** The layouts of everything user space touches, taken from the object's BTF when it was built. */
export interface ImageLayout {
  /** `const volatile` globals, set before load. */
  rodata: Layout;
  /** Zero-initialised globals. */
  bss: Layout;
  /** Initialised globals. */
  data: Layout;
  maps: Record<string, MapLayout>;
}

export interface MapLayout {
  /** `enum bpf_map_type` as declared. */
  type: number;
  key?: TypeLayout;
  value?: TypeLayout;
}

/**
 * A compiled BPF program embedded in JavaScript: what `import program from './NAME.bpf.c'` gives.
 * `S` is a type only; nothing of it exists at run time.
 */
export interface ProgramImage<S extends Shape = Shape> {
  name: string;
  /** The ELF object, CO-RE relocatable, without debug information but with BTF. */
  object: Uint8Array;
  /** The C source, for `--ebpf`. */
  source: string;
  layout: ImageLayout;
  readonly shape?: S;
}
