import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, contentKey, sourceText } from '../../vm-tests/host/cache.ts';
import { repositories, sourcesText } from '../../vm-tests/host/debian-archive.ts';
import { hostCommand } from '../../vm-tests/host/host-command.ts';
import { progressOnStderr } from '../../vm-tests/host/progress.ts';
import { repository } from '../bpf/sources.ts';
import { errors, listText, type Numbered, systemCalls } from './header-numbers.ts';

const usage = `Usage: scripts/uapi/update-names

Writes libs/tool/src/syscall-numbers.ts and error-numbers.ts from the headers of Debian's newest kernel.
`;

/** Where the calls of each way into the kernel are. */
const callHeaders = {
  x86_64: ['x86/asm/unistd_64.h'],
  x32: ['x86/asm/unistd_x32.h'],
  ia32: ['x86/asm/unistd_32.h'],
  arm64: ['arm64/asm/unistd_64.h'],
  arm: ['arm/asm/unistd-eabi.h'],
} as const;

/** Errors that user space does not get to see, but the exit of a system call does: how it is to be restarted. */
const kernelErrors: Numbered[] = [
  ['ERESTARTSYS', 512],
  ['ERESTARTNOINTR', 513],
  ['ERESTARTNOHAND', 514],
  ['ENOIOCTLCMD', 515],
  ['ERESTART_RESTARTBLOCK', 516],
  ['ENOTSUPP', 524],
];

if (process.argv.length > 2) {
  process.stderr.write(usage);
  process.exit(process.argv[2] === '--help' ? 0 : 2);
}

const onProgress = progressOnStderr();
const directory = await cached(
  {
    thing: 'uapi-headers',
    key: contentKey(sourceText(import.meta.url, 'fetch-headers.sh'), new Date().toISOString().slice(0, 10)),
    build: async (work) => {
      onProgress('fetching the headers of the newest kernel');
      const sources = join(work, 'suite.sources');
      await writeFile(sources, sourcesText(await repositories('sid')));
      await hostCommand('bash', [join(import.meta.dirname, 'fetch-headers.sh'), work], { env: { SOURCES: sources } });
    },
  },
  onProgress,
);
const text = (path: string) => readFileSync(join(directory, 'uapi', path), 'utf8');
const origin = readFileSync(join(directory, 'package'), 'utf8').trim();

const head = `// Made by scripts/uapi/update-names from the numbers in Debian's ${origin}. Do not edit.`;
const calls = Object.entries(callHeaders).map(
  ([abi, paths]) => `  ${abi}:\n    '${listText(paths.flatMap((path) => systemCalls(text(path))))}',`,
);
write(
  'syscall-numbers.ts',
  `${head}

/** System calls by the way into the kernel, in the order of their numbers; a number stands where some are left out. */
export const syscallNumbers = {
${calls.join('\n')}
} as const;
`,
);
const generic = errors(text('asm-generic/errno-base.h'), text('asm-generic/errno.h'));
write(
  'error-numbers.ts',
  `${head}

/** Errors in the order of their numbers, the same on x86-64 and arm64, then those that only the kernel sees. */
export const errorNumbers =
  '${listText([...generic, ...kernelErrors])}';
`,
);

function write(name: string, content: string): void {
  writeFileSync(join(repository, 'libs/tool/src', name), content);
  onProgress(`libs/tool/src/${name}: ${content.length} bytes`);
}
