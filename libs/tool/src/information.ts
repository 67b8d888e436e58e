import type { Tool } from './declaration.ts';
import type { CommandLine, ParsedOptions } from './options.ts';
import { version } from './version.ts';

/**
 * The text of `--help`, `--version`, `--man`, `--completion`, `--ebpf` or of an option of the tool's own, whichever was
 * asked for.
 * None of them needs privileges, the addon or Linux. What writes them is loaded only here.
 */
export async function information(
  tool: Tool,
  commandLine: CommandLine,
  values: ParsedOptions,
): Promise<string | undefined> {
  if (isAsked('help')) return (await import('./help.ts')).helpText(tool, commandLine);
  if (isAsked('version')) return `${tool.name} ${version}\n`;
  if (isAsked('ebpf')) return tool.program.source;
  if (isAsked('man')) return (await import('./man-page.ts')).manPage(tool, commandLine);
  if (isAsked('completion')) {
    const { completionScript } = await import('./completion.ts');
    return completionScript(values.completion as string, tool, commandLine);
  }
  return tool.answer?.(values as never);

  /** A tool may use one of these names for something else of its own. */
  function isAsked(name: string): boolean {
    return Boolean(values[name]) && !Object.hasOwn(commandLine.options, name);
  }
}
