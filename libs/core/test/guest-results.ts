/** The failed tests in TAP output, each with its details. */
export function failures(tap: string): string[] {
  const lines = tap.split('\n');
  const failed: string[] = [];
  lines.forEach((line, i) => {
    const match = /^(\s*)not ok \d+ - (.*)$/.exec(line);
    if (!match) return;
    const details = lines.slice(i + 1);
    const end = details.findIndex((detail) => detail.trim() === '...');
    const text = details.slice(0, end).join('\n');
    if (!text.includes("failureType: 'subtestsFailed'")) failed.push(`${match[2]}\n${text}`);
  });
  return failed;
}
