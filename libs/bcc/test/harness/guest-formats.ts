import { gunzipSync } from 'node:zlib';
import type { Guest } from '@bcc-ts/vm-tests';

/** The `format` files of all tracepoints of a guest's kernel, by `category:event`. */
export async function guestFormats(guest: Guest): Promise<Map<string, string>> {
  const { stdout } = await guest.run(
    'cd /sys/kernel/tracing/events && head -n 1000 */*/format | gzip -9 | base64 -w 0',
  );
  const text = gunzipSync(Buffer.from(stdout.trim(), 'base64')).toString('utf8');
  const formats = new Map<string, string>();
  for (const part of text.split(/^==> /m).slice(1)) {
    const [, category, event] = /^([\w-]+)\/(\w+)\/format <==\n/.exec(part) ?? [];
    if (event) formats.set(`${category}:${event}`, part.slice(part.indexOf('\n') + 1));
  }
  return formats;
}
