/** What the loader must be told of programs whose name does not say their type. Types and attach types of `linux/bpf.h`. */
export interface LoadAs {
  type?: number;
  expectedAttachType?: number;
}

const byContext: Record<string, LoadAs> = {
  pt_regs: { type: 2 },
  bpf_perf_event_data: { type: 7 },
  xdp_md: { type: 6 },
  __sk_buff: { type: 3 },
  sk_msg_md: { type: 16, expectedAttachType: 7 },
  bpf_sock_ops: { type: 13, expectedAttachType: 3 },
  bpf_sock_addr: { type: 18, expectedAttachType: 10 },
};

/** Socket programs by what they use: their context is the same. */
const bySocketUse: [pattern: RegExp, as: LoadAs][] = [
  [/get_local_storage/, { type: 8, expectedAttachType: 1 }],
  [/sk_redirect_map/, { type: 14, expectedAttachType: 5 }],
  [/load_byte\(skb, (?!22)/, { type: 1 }],
];

/** How a plain function is to be loaded; undefined when nothing fits. */
export function loadAs(text: string, name: string): LoadAs | undefined {
  const context = new RegExp(`\\b${name}\\s*\\(\\s*(?:struct\\s+)?(\\w+)`).exec(text)?.[1] ?? '';
  if (context.startsWith('tracepoint__')) return { type: 5 };
  if (context === 'void') return /cursor_advance/.test(text) ? byContext.__sk_buff : { type: 2 };
  if (context === '__sk_buff') return bySocketUse.find(([pattern]) => pattern.test(text))?.[1] ?? byContext.__sk_buff;
  return byContext[context];
}
