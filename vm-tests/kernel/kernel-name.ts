/** The kernels of the test matrix: a short name for each, and the Debian release it comes from. */

export const kernelNames = ['5.10', '6.1', '6.12', 'newest'] as const;
export type KernelName = (typeof kernelNames)[number];

export const kernelSuites: Record<KernelName, string> = {
  '5.10': 'bullseye',
  '6.1': 'bookworm',
  '6.12': 'trixie',
  newest: 'sid',
};

/** What `newest` was when this was written; it stays another name for it while that is so. */
const aliases: Record<string, KernelName> = { '7.2': 'newest' };

/** The kernel that `text` names; throws an Error that lists the names. */
export function parseKernelName(text: string): KernelName {
  const name = aliases[text] ?? text;
  if ((kernelNames as readonly string[]).includes(name)) return name as KernelName;
  throw new Error(`no such kernel: ${text} (there are: ${kernelNames.join(', ')})`);
}

/** The kernels that `BCC_TS_KERNELS` names, separated by spaces; all when it is not set. */
export function selectedKernels(environment: Record<string, string | undefined> = process.env): KernelName[] {
  const words = (environment.BCC_TS_KERNELS ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return words.length === 0 ? [...kernelNames] : [...new Set(words.map(parseKernelName))];
}
