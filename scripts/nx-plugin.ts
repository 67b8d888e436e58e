/**
 * Gives nx every project and target of the workspace from what lies where: a folder with `NAME.bpf.c` or `NAME.ts` under
 * tools/ is a tool, a folder with a package.json under libs/, native/ or vm-tests/ a library,
 * and scripts/ the build itself. No project has a file for it.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CreateNodesV2, TargetConfiguration } from 'nx/src/devkit-exports.js';

/** What makes a BPF object, besides the tool's own files. */
const bpfToolchain = [
  '{workspaceRoot}/libs/tool/bpf/**/*',
  '{workspaceRoot}/libs/core/src/btf/*.ts',
  '!{workspaceRoot}/**/*.test.ts',
  '{workspaceRoot}/scripts/bpf/*.ts',
  '{workspaceRoot}/scripts/native/*.ts',
  { runtime: 'clang-19 --version' },
  { env: 'BCC_TS_ARCH' },
];

const librarySources = [
  '{workspaceRoot}/libs/core/src/**/*',
  '{workspaceRoot}/libs/tool/src/**/*',
  '{workspaceRoot}/native/*.ts',
  '!{workspaceRoot}/**/*.test.ts',
  '{workspaceRoot}/package-lock.json',
];

const toolSources = [
  '{projectRoot}/**/*',
  '!{projectRoot}/**/*.test.ts',
  '!{projectRoot}/**/*.md',
  '!{projectRoot}/**/*.d.c.ts',
];

function toolTargets(workspace: string, root: string): Record<string, TargetConfiguration> {
  const name = basename(root);
  const has = (suffix: string) => existsSync(join(workspace, root, `${name}${suffix}`));
  const targets: Record<string, TargetConfiguration> = {};
  if (has('.bpf.c')) {
    targets.bpf = {
      command: `scripts/node scripts/bpf/build-program.ts {projectRoot}/${name}.bpf.c`,
      cache: true,
      inputs: ['{projectRoot}/*.bpf.c', '{projectRoot}/*.h', ...bpfToolchain],
      outputs: [`{workspaceRoot}/dist/bpf/${name}.o`, '{projectRoot}/*.bpf.d.c.ts'],
    };
  }
  if (!has('.ts')) return targets;
  targets.bundle = {
    command: `scripts/node scripts/bundle.ts ${name}`,
    cache: true,
    inputs: [
      ...toolSources,
      ...librarySources,
      ...bpfToolchain,
      '{workspaceRoot}/scripts/bundle*.ts',
      '{workspaceRoot}/scripts/bundling/*.ts',
    ],
    outputs: [`{workspaceRoot}/dist/lib/bcc-ts/tools/${name}.{cjs,code}`, '{projectRoot}/*.bpf.d.c.ts'],
  };
  if (has('.test.ts')) {
    targets['vm-test'] = {
      command: `scripts/test --tool ${name}`,
      cache: true,
      parallelism: false,
      dependsOn: ['bundle', { projects: ['@bcc-ts/native'], target: 'addon' }],
      inputs: [
        { dependentTasksOutputFiles: '**/*.{cjs,code,node}' },
        '{projectRoot}/**/*.test.ts',
        '{workspaceRoot}/vm-tests/**/*',
        '!{workspaceRoot}/vm-tests/**/*.test.ts',
        '{workspaceRoot}/scripts/testing/*.ts',
        { env: 'BCC_TS_KERNELS' },
      ],
    };
  }
  return { ...targets, ...packagingTargets(workspace, name) };
}

/** Packaging is offered once its scripts are there. */
function packagingTargets(workspace: string, name: string): Record<string, TargetConfiguration> {
  const targets: Record<string, TargetConfiguration> = {};
  for (const [target, script, words, output] of [
    ['standalone', 'scripts/standalone.ts', '', `{workspaceRoot}/dist/bin/${name}`],
    ['deb', 'scripts/package.ts', '--built ', `{workspaceRoot}/dist/deb/bcc-ts-${name}_*.deb`],
  ] as const) {
    if (!existsSync(join(workspace, script))) continue;
    targets[target] = {
      command: `scripts/node ${script} ${words}${name}`,
      // Quick to make, and an executable is too large to be kept twice.
      cache: false,
      dependsOn: ['bundle', { projects: ['@bcc-ts/native'], target: 'addon' }],
      outputs: [output],
    };
  }
  return targets;
}

function libraryTargets(root: string): Record<string, TargetConfiguration> {
  const files = `'${root}/**/!(*.vm).test.ts'`;
  const targets: Record<string, TargetConfiguration> = {
    test: {
      command: `scripts/node --import ./scripts/bpf/node-hooks.ts --test --test-isolation=none ${files}`,
      cache: true,
      inputs: ['{projectRoot}/**/*', '^sources', '{workspaceRoot}/package-lock.json', ...bpfToolchain],
    },
  };
  if (root === 'scripts') {
    targets['multi-call'] = {
      command: 'scripts/node scripts/standalone.ts --all',
      cache: false,
      dependsOn: [{ projects: ['@bcc-ts/native'], target: 'addon' }],
      outputs: ['{workspaceRoot}/dist/bin/bcc-ts'],
    };
  }
  if (root === 'native') {
    targets.addon = {
      command: 'scripts/node scripts/build-native.ts',
      cache: true,
      inputs: ['{projectRoot}/src/**/*', '{workspaceRoot}/scripts/build-native.ts', '{workspaceRoot}/scripts/native/*'],
      outputs: ['{workspaceRoot}/dist/lib/bcc-ts/bcc-ts.node'],
    };
  }
  return targets;
}

export const createNodesV2: CreateNodesV2 = [
  '{tools/*/*.ts,tools/*/*.bpf.c,libs/*/package.json,native/package.json,vm-tests/package.json,scripts/nx-plugin.ts}',
  (files, _options, { workspaceRoot }) => {
    return [...new Set(files.map((file) => dirname(file)))].map((root) => {
      const name = basename(root);
      const tool = root.startsWith('tools/');
      const project = tool
        ? {
            name,
            projectType: 'application' as const,
            implicitDependencies: ['@bcc-ts/tool', '@bcc-ts/vm-tests'],
            targets: toolTargets(workspaceRoot, root),
          }
        : { ...(root === 'scripts' && { name: root }), targets: libraryTargets(root) };
      return [files.find((file) => dirname(file) === root)!, { projects: { [root]: project } }];
    });
  },
];
