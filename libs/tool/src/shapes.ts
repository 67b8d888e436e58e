import type { Tool } from './declaration.ts';
import { EventsSession } from './events.ts';
import { HistogramSession } from './histogram.ts';
import type { Session, SessionContext } from './session.ts';
import { StacksSession } from './stacks.ts';
import { TableSession } from './table.ts';

/** Opens the session of whichever shape the tool declares, or chooses for these options. */
export function openSession(tool: Tool, context: SessionContext): Session {
  const chosen = tool.shape?.(context.options as never);
  const { events, histogram, table, stacks } = chosen ? ({ [chosen]: tool[chosen] } as Partial<Tool>) : tool;
  if (events) return new EventsSession(events, context);
  if (histogram) return new HistogramSession(histogram, context);
  if (table) return new TableSession(table, context);
  if (stacks) return new StacksSession(stacks, context);
  throw new TypeError(`tool ${tool.name} declares nothing to show`);
}
