export function completionScript(..._rest: unknown[]): string {
  return '';
}
