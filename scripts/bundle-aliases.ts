/**
 * Packages that bundles get a light stand-in for, by the module to take instead (an absolute path). Only for what a
 * tool loads at every start, and only where the stand-in does all the callers ask of it.
 */
export const bundleAliases: Record<string, string> = {};
