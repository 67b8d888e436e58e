/** A probe that cannot be used. The message says what to do. */
export class UsdtError extends Error {
  override name = 'UsdtError';
}
