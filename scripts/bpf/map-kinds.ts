/** The class of libs/core that stands for a map, by `enum bpf_map_type`; with the type arguments it takes. */
export interface MapKind {
  type: string;
  arguments: ('key' | 'value')[];
}

const both: MapKind['arguments'] = ['key', 'value'];

const kinds: Record<number, MapKind> = {
  1: { type: 'HashMap', arguments: both },
  2: { type: 'ArrayMap', arguments: ['value'] },
  3: { type: 'ProgramArray', arguments: [] },
  4: { type: 'PerfEventArray', arguments: ['value'] },
  5: { type: 'PerCpuHash', arguments: both },
  6: { type: 'PerCpuArray', arguments: ['value'] },
  7: { type: 'StackTraceMap', arguments: [] },
  8: { type: 'CgroupArray', arguments: [] },
  9: { type: 'HashMap', arguments: both },
  10: { type: 'PerCpuHash', arguments: both },
  11: { type: 'LpmTrie', arguments: both },
  12: { type: 'MapOfMaps', arguments: ['key'] },
  13: { type: 'MapOfMaps', arguments: ['key'] },
  22: { type: 'Queue', arguments: ['value'] },
  23: { type: 'Queue', arguments: ['value'] },
  27: { type: 'RingBuffer', arguments: ['value'] },
};

/** Maps without a class of their own are used by descriptor only. */
export function mapKind(type: number): MapKind {
  return kinds[type] ?? { type: 'BpfMap', arguments: [] };
}
