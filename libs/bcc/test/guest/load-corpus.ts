/** Runs in the guest: loads each program of `corpus.json` by itself and prints one line of JSON for each. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { imageLayout, openObject } from '@bcc-ts/core';

interface Entry {
  name: string;
  file: string;
  programs: { name: string; type?: number; expectedAttachType?: number }[];
}

const folder = dirname(process.argv[1]!);
const entries = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8')) as Entry[];

function load(entry: Entry, program: Entry['programs'][number]): string | undefined {
  const bytes = readFileSync(join(folder, entry.file));
  const object = openObject({ name: 'corpus', object: bytes, source: '', layout: imageLayout(bytes) });
  try {
    for (const other of Object.values(object.programs)) other.autoload = other.name === program.name;
    const mine = (object.programs as Record<string, (typeof object.programs)[never]>)[program.name]!;
    if (program.type !== undefined) mine.type = program.type;
    if (program.expectedAttachType !== undefined) mine.expectedAttachType = program.expectedAttachType;
    object.load();
    return undefined;
  } catch (error) {
    const { message, verifierLog } = error as Error & { verifierLog?: string };
    return `${message}${verifierLog ? `\n${verifierLog.split('\n').slice(-12).join('\n')}` : ''}`;
  } finally {
    object.close();
  }
}

for (const entry of entries) {
  for (const program of entry.programs) {
    const error = load(entry, program);
    process.stdout.write(
      `${JSON.stringify({ name: entry.name, program: program.name, ...(error === undefined ? {} : { error }) })}\n`,
    );
  }
}
