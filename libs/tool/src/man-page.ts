export function manPage(..._rest: unknown[]): string {
  return '';
}
