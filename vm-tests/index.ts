/** Guests with Debian kernels for everything that loads eBPF programs. */
export { Guest, openGuest, prepareGuest, type RunOptions } from './guest/guest.ts';
export type { OpenGuestOptions } from './guest/guest-machine.ts';
export { type CommandResult, GuestProcess, GuestTimeoutError, type StartOptions } from './guest/guest-process.ts';
export { shellQuote } from './guest/shell-quote.ts';
export { type LayerName, layerNames } from './image/layers.ts';
export { type Kernel, prepareKernel } from './kernel/kernel.ts';
export { type KernelName, kernelNames, parseKernelName, selectedKernels } from './kernel/kernel-name.ts';
export { GuestEndedError } from './machine/qemu-process.ts';
export { APART, makeMergingDisk } from './merged-requests.ts';
export { type Results, type ToolResult, toolTest } from './tool-test.ts';
