/** The number of lost events a tool spoke of, on stderr or between its lines. */
export function reportedLoss(output: string): number {
  const ours = output.match(/(\d+) events? lost in all/g);
  if (ours) return ours.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
  let total = 0;
  for (const match of output.matchAll(/lost (\d+) (?:samples|events)/gi)) total += Number(match[1]);
  return total;
}
