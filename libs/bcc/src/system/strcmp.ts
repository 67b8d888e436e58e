/**
 * Replaces `STRCMP("literal", variable)`, which is no C, by calls of functions that compare byte by byte, and gives the
 * functions that the text then needs. A comparison gives true when the texts are equal.
 */
export function rewriteStrcmp(expression: string, prefix = 'streq'): { expression: string; functions: string } {
  const functions: string[] = [];
  const rewritten = expression.replace(/\bSTRCMP\s*\(\s*"((?:[^"\\]|\\.)*)"\s*,/g, (_, literal: string) => {
    const name = `${prefix}_${functions.length}`;
    functions.push(`static inline bool ${name}(const char *text) {
  const char wanted[] = "${literal}";
  char found[sizeof(wanted)];
  bpf_probe_read(&found, sizeof(found), (void *)text);
  for (int i = 0; i < sizeof(wanted); i++) if (wanted[i] != found[i]) return false;
  return true;
}
`);
    return `${name}(`;
  });
  return { expression: rewritten, functions: functions.join('') };
}
