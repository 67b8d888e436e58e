/**
 * Variables by which whoever sets the environment decides what code Node runs, or what it reads or writes at start.
 * A tool runs as root, often with an environment that is not root's, so the runtime must not know them. All but
 * NODE_OPTIONS also work where a program is embedded, before its first line.
 */
export const environmentNames = [
  'NODE_OPTIONS',
  'NODE_COMPILE_CACHE',
  'NODE_V8_COVERAGE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_ICU_DATA',
  'NODE_EXTRA_CA_CERTS',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
] as const;

/**
 * Makes an executable ignore environment variables: empties the constant that each is looked up by, so that it looks
 * for one without a name, which cannot exist. Changes `image` in place. The constants come before Node's own
 * JavaScript, in whose data the same names occur.
 *
 * @throws Error if a name is not there
 */
export function forgetEnvironment(image: Buffer, names: readonly string[] = environmentNames): void {
  for (const name of names) {
    const at = image.indexOf(`\0${name}\0`, 0, 'latin1');
    if (at < 0) throw new Error(`cannot make Node ignore ${name}: it has no such constant (is the variable gone?)`);
    image[at + 1] = 0;
  }
}
