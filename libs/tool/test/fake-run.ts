import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tool } from '../src/declaration.ts';
import type { Environment } from '../src/environment.ts';
import { runTool } from '../src/run-tool.ts';
import type { ToolObject } from '../src/tool-object.ts';
import { fakeCore } from './fake-object.ts';
import { MemorySink } from './memory-sink.ts';

/** An object of which only the maps matter, and the globals that are set. */
export function fakeCounts(maps: ToolObject['maps']): ToolObject & { rodata: Record<string, unknown> } {
  return { rodata: {}, maps, missed: 0, load() {}, attach() {}, detach() {}, close() {} };
}

/** Runs a tool on an object, with its output in memory, and resolves when it has begun. */
export async function startFake(
  tool: Tool,
  argv: string[],
  object: ToolObject,
  environment: Partial<Environment> & { signals?: EventEmitter } = {},
) {
  const { signals = new EventEmitter() } = environment;
  const sinks: MemorySink[] = [];
  let status: number | undefined;
  const done = runTool(tool, {
    argv,
    variables: {},
    loadCore: fakeCore(object),
    openSink: (fd, handlers) => (sinks[fd] = new MemorySink(handlers)),
    exit: (code) => {
      status = code;
    },
    ...environment,
    signals,
  });
  await sleep(5);
  return {
    signals,
    done,
    sink: () => sinks[1]!,
    out: () => sinks[1]!.text,
    err: () => sinks[2]?.text ?? '',
    status: () => status,
    /** Sends a signal and waits for the end. */
    async end(signal = 'SIGINT') {
      signals.emit(signal);
      await done;
      return status;
    },
  };
}
