/** Main script of the executable with all tools. Of the tools' code only that of the chosen one is looked at. */
import { writeFileSync } from 'node:fs';
import { builtin, type Require } from '../../bundling/run-code.ts';
import { chooseTool } from './choose-tool.ts';
import { embeddedNames, embeddedText, provideAddon, runEmbedded } from './embedded.ts';
import { printText } from './print-text.ts';

interface Kit {
  version: string;
  runTool(tool: unknown): Promise<void>;
}

const help = `usage: bcc-ts TOOL [ARGUMENT...]
       TOOL [ARGUMENT...]       called by a link of that name

Tracing tools in one file. 'bcc-ts TOOL --help' shows a tool's own options.

  --list      name and purpose of every tool
  --licenses  whose work is in this file, and what may be done with it
  --help      this text
  --version   the version of all tools
`;

const print = (text: string) => printText('bcc-ts', text);
const files = new Set(embeddedNames('tools/'));
const kit = () => runEmbedded('kit.code') as Kit;
const choice = chooseTool(process.argv0, process.argv.slice(2), (name) => files.has(`${name}.code`));

switch (choice.kind) {
  case 'tool':
    runTool(choice.name, choice.args);
    break;
  case 'list':
    print(list());
    break;
  case 'licenses':
    print(embeddedText('LICENSES'));
    break;
  case 'help':
    print(help);
    break;
  case 'version':
    print(`bcc-ts ${kit().version}\n`);
    break;
  default:
    process.exitCode = 2;
    writeFileSync(2, `${choice.message}\n`);
}

function runTool(name: string, args: readonly string[]) {
  provideAddon();
  const shared = kit();
  const load: Require = (module, lazily) => (module === '@bcc-ts/tool' ? shared : builtin(module, lazily));
  const { default: tool } = runEmbedded(`tools/${name}.code`, load) as { default: unknown };
  process.argv.splice(2, process.argv.length, ...args);
  shared.runTool(tool);
}

function list(): string {
  const summaries: [name: string, summary: string][] = JSON.parse(embeddedText('summaries.json'));
  const width = Math.max(...summaries.map(([name]) => name.length));
  return summaries.map(([name, summary]) => `${name.padEnd(width)}  ${summary}\n`).join('');
}
