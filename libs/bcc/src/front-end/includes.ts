import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Folders of the kernel's and BCC's headers. What they declare comes from the kernel's BTF and from this package. */
const kernelFolders =
  /^(?:\.\.\/)*(?:linux|uapi|net|asm|asm-generic|bcc|rdma|trace|scsi|sound|kvm|block|crypto|drivers|fs|kernel|mm|video|media|target|xen|acpi|clocksource|drm|keys|math-emu|memory|misc|pcmcia|ras|soc|vdso|arch|include|generated|security|virt|lib|bpf|ipc|init)\//;
const plainHeaders = new Set([
  ...['stddef.h', 'stdint.h', 'stdbool.h', 'stdarg.h', 'limits.h', 'string.h', 'errno.h', 'vmlinux.h', 'inttypes.h'],
  ...[
    'sys/types.h',
    'sys/socket.h',
    'sys/stat.h',
    'netinet/in.h',
    'netinet/tcp.h',
    'arpa/inet.h',
    'fcntl.h',
    'sched.h',
  ],
  ...['signal.h', 'time.h', 'sys/time.h', 'sys/param.h', 'sys/ptrace.h', 'bpf_helpers.h', 'stdlib.h', 'stdio.h'],
]);
const maximumDepth = 32;
const maximumBytes = 8 * 1024 * 1024;

export interface ResolvedText {
  /** Without `#include` lines; local headers are written out, between line markers. */
  text: string;
  /** Names of all headers the text asked for. */
  includes: Set<string>;
  /** Texts by the name their lines carry. */
  files: Map<string, string>;
}

/**
 * Replaces `#include` lines. Headers of the kernel, of BCC and of C become nothing, those found beside the text or in a
 * `-I` folder their text, and all others an `#error`, which only matters where an `#if` lets it.
 */
export function resolveIncludes(text: string, file: string, folders: readonly string[]): ResolvedText {
  const includes = new Set<string>();
  const files = new Map<string, string>();
  const once = new Set<string>();
  let bytes = 0;

  const expand = (source: string, name: string, folder: string, depth: number): string => {
    files.set(name, source);
    bytes += source.length;
    const lines = source.split('\n');
    const output: string[] = [];
    let comment = false;
    for (const [index, line] of lines.entries()) {
      const include = comment ? undefined : /^[ \t]*#[ \t]*include(?:_next)?[ \t]*([<"])([^>"\n]+)[>"]/.exec(line);
      comment = endsInComment(line, comment);
      if (!include) {
        output.push(line);
        continue;
      }
      const [, quote, header = ''] = include;
      includes.add(header);
      const local =
        quote === '"' || !isKnown(header) ? find(header, [...(quote === '"' ? [folder] : []), ...folders]) : undefined;
      if (local !== undefined && depth < maximumDepth && bytes < maximumBytes) {
        const real = realpathSync(local);
        if (once.has(real)) {
          output.push('');
          continue;
        }
        const content = plainText(readFileSync(real, 'utf8'));
        if (/^[ \t]*#[ \t]*pragma[ \t]+once\b/m.test(content)) once.add(real);
        const inner = expand(
          content.replace(/^[ \t]*#[ \t]*pragma[ \t]+once.*$/m, ''),
          local,
          dirname(real),
          depth + 1,
        );
        output.push(`# 1 ${JSON.stringify(local)} 1`, inner, `# ${index + 2} ${JSON.stringify(name)} 2`);
      } else if (isKnown(header)) {
        output.push('');
      } else {
        const why =
          depth >= maximumDepth || bytes >= maximumBytes ? 'headers include each other without end' : 'unknown header';
        const next =
          quote === '"'
            ? 'no such file beside the program or in a -I folder'
            : "only the kernel's and BCC's headers can be included";
        output.push(`#error ${why} ${header}: ${next}`);
      }
    }
    return output.join('\n');
  };
  const folder = /[/\\]/.test(file) ? dirname(resolve(file)) : process.cwd();
  return { text: expand(plainText(text), file, folder, 0), includes, files };
}

/** Without what editors of other systems leave: a byte order mark, and carriage returns. */
function plainText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

function isKnown(header: string): boolean {
  return kernelFolders.test(header) || plainHeaders.has(header);
}

function find(header: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const path = join(folder, header);
    try {
      readFileSync(path);
      return path;
    } catch {}
  }
  return undefined;
}

/** Whether a comment is still open after the line. */
function endsInComment(line: string, open: boolean): boolean {
  let inside = open;
  for (let at = 0; at < line.length; at++) {
    if (inside) {
      const close = line.indexOf('*/', at);
      if (close < 0) return true;
      inside = false;
      at = close + 1;
    } else if (line[at] === '"' || line[at] === "'") {
      const quote = line[at];
      for (at++; at < line.length && line[at] !== quote; at++) if (line[at] === '\\') at++;
    } else if (line.startsWith('//', at)) {
      return false;
    } else if (line.startsWith('/*', at)) {
      inside = true;
      at++;
    }
  }
  return inside;
}
