import manifest from '../package.json' with { type: 'json' };

/** The version of the project; all tools share it. */
export const version: string = manifest.version;
