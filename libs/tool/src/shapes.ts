import type { Tool } from './declaration.ts';
import { EventsSession } from './events.ts';
import { HistogramSession } from './histogram.ts';
import type { Session, SessionContext } from './session.ts';
import { StacksSession } from './stacks.ts';
import { TableSession } from './table.ts';

/** Opens the session of whichever shape the tool declares. */
export function openSession(tool: Tool, context: SessionContext): Session {
  if (tool.events) return new EventsSession(tool.events, context);
  if (tool.histogram) return new HistogramSession(tool.histogram, context);
  if (tool.table) return new TableSession(tool.table, context);
  if (tool.stacks) return new StacksSession(tool.stacks, context);
  throw new TypeError(`tool ${tool.name} declares nothing to show`);
}
