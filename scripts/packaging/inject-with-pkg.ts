/**
 * Lets pkg inject an empty program: `inject-with-pkg.ts REQUEST`. A process of its own, because pkg writes to stdout
 * and changes the working directory. Nothing is fetched: the Node to inject into is given.
 */
import { createRequire } from 'node:module';

export interface InjectRequest {
  entry: string;
  nodePath: string;
  assets: Record<string, string>;
  /** Absolute. */
  output: string;
}

type Sea = (entry: string, options: object) => Promise<void>;

const { entry, nodePath, assets, output } = JSON.parse(process.argv[2] ?? '') as InjectRequest;
const sea: Sea = createRequire(import.meta.url)('@yao-pkg/pkg/lib-es5/sea.js').default;
await sea(entry, {
  nodePath,
  seaConfig: { disableExperimentalSEAWarning: true, useCodeCache: false, useSnapshot: false, assets },
  targets: [{ nodeRange: 'node24', platform: 'linux', arch: process.arch, output }],
});
