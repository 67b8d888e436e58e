import { spawnSync } from 'node:child_process';

/**
 * What Debian's package checker has against packages, in its own words: errors and warnings that no override explains.
 * Empty also where the checker, lintian, is not installed.
 */
export function debFindings(debs: readonly string[]): string {
  const settings = ['--allow-root', '--tag-display-limit', '0', '--fail-on', 'error,warning'];
  const { error, status, stdout, stderr } = spawnSync('lintian', [...settings, ...debs], { encoding: 'utf8' });
  if (error) return '';
  return status === 0 ? '' : stdout.trim() || stderr.trim();
}
