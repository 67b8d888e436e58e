/** The command line is wrong. The message is one line without the tool's name; the tool ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The tool cannot do what it was asked. The message is one line without the tool's name; the tool ends with status 1. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
