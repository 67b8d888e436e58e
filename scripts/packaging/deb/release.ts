import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../bpf/sources.ts';

/** What all packages of one release have in common. */
export interface Release {
  version: string;
  /** Seconds since 1970: when the release's notes were last edited. All files in the packages carry it. */
  time: number;
  /** `NAME <ADDRESS>`, from DEBFULLNAME and DEBEMAIL, or the author of the release's notes. */
  maintainer: string;
  /** The notes of this release and those before, in Markdown. */
  notes: string;
}

/** The release that the checkout describes: the same for every build of the same commit. @throws Error without git */
export function currentRelease(environment: NodeJS.ProcessEnv = process.env): Release {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const { DEBFULLNAME, DEBEMAIL, SOURCE_DATE_EPOCH } = environment;
  const known = SOURCE_DATE_EPOCH && DEBEMAIL ? [] : lastEdit();
  const [committed = '', author = '', address = ''] = known;
  return {
    version,
    time: Number(SOURCE_DATE_EPOCH || committed),
    maintainer: `${DEBFULLNAME || author || 'bcc-ts'} <${DEBEMAIL || address}>`,
    notes: readFileSync(join(repository, 'CHANGELOG.md'), 'utf8'),
  };
}

function lastEdit(): string[] {
  try {
    const command = ['log', '-1', '--format=%ct%n%an%n%ae', '--', 'CHANGELOG.md'];
    return execFileSync('git', command, { cwd: repository, encoding: 'utf8', stdio: 'pipe' }).split('\n');
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n').at(-1);
    throw new Error(`cannot tell when the release was made: ${reason} (try: set SOURCE_DATE_EPOCH and DEBEMAIL)`);
  }
}
