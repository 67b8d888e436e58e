import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CgroupFiles, cgroupPath, containerPath } from './cgroup-path.ts';
import { ToolError } from './usage-error.ts';

const ID = 'a1b2c3'.padEnd(64, '0');
const OTHER = 'a1ffff'.padEnd(64, '0');

/** Cgroups given by path below the mount. */
function tree(paths: string[], mount = '/sys/fs/cgroup'): CgroupFiles {
  const folders = new Set([mount]);
  for (const path of paths) {
    const parts = path.split('/');
    for (let i = 1; i <= parts.length; i++) folders.add(`${mount}/${parts.slice(0, i).join('/')}`);
  }
  return {
    exists: (path) => path.endsWith('/cgroup.procs') && folders.has(path.slice(0, -'/cgroup.procs'.length)),
    folders: (path) =>
      [...folders]
        .filter((folder) => folder.startsWith(`${path}/`) && !folder.slice(path.length + 1).includes('/'))
        .map((folder) => folder.slice(path.length + 1)),
  };
}

const layouts: [string, string][] = [
  ['docker with systemd', `system.slice/docker-${ID}.scope`],
  ['docker with cgroupfs', `docker/${ID}`],
  ['podman', `machine.slice/libpod-${ID}.scope`],
  ['podman without root', `user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`],
  ['CRI-O under kubernetes', `kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/crio-${ID}.scope`],
  ['containerd under kubernetes', `kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`],
  ['containerd with cgroupfs', `kubepods/besteffort/pod1/${ID}`],
  ['containerd with a systemd-style name', `system.slice/kubepods-pod1.slice:cri-containerd:${ID}`],
];

for (const [runtime, path] of layouts) {
  test(`a container of ${runtime} is found by its id and by a prefix`, () => {
    const files = tree([
      path,
      `${path}/init.scope`,
      'system.slice/ssh.service',
      `machine.slice/libpod-conmon-${ID}.scope`,
    ]);
    assert.equal(containerPath(ID, files), `/sys/fs/cgroup/${path}`);
    assert.equal(containerPath('a1b2c3', files), `/sys/fs/cgroup/${path}`);
  });
}

test('LXC containers and systemd machines are found by name', () => {
  const files = tree(['lxc.payload.web', 'machine.slice/machine-db.scope']);
  assert.equal(containerPath('web', files), '/sys/fs/cgroup/lxc.payload.web');
  assert.equal(containerPath('db', files), '/sys/fs/cgroup/machine.slice/machine-db.scope');
  assert.throws(() => containerPath('we', files), new ToolError('no container we (is it running?)'));
});

test('an unknown or ambiguous id is refused in one line', () => {
  const files = tree([`docker/${ID}`, `docker/${OTHER}`]);
  assert.throws(() => containerPath('a1', files), new ToolError('container a1 is ambiguous: 2 containers begin so'));
  assert.throws(() => containerPath('ff', files), new ToolError('no container ff (is it running?)'));
  assert.throws(() => containerPath('\u001b[2J', files), new ToolError('no container \\x1b[2J (is it running?)'));
});

test('a cgroup is given from the root of the file system or of the cgroups', () => {
  const files = tree(['system.slice/ssh.service']);
  for (const path of [
    '/sys/fs/cgroup/system.slice/ssh.service',
    '/system.slice/ssh.service',
    'system.slice/ssh.service',
  ]) {
    assert.match(cgroupPath(path, files), /^\/sys\/fs\/cgroup\/system\.slice\/ssh\.service$/);
  }
  assert.equal(cgroupPath('/', files), '/sys/fs/cgroup/');
  assert.throws(
    () => cgroupPath('/nope', files),
    new ToolError('no cgroup /nope in /sys/fs/cgroup (try: systemd-cgls)'),
  );
});

test('version 2 is used where it is mounted beside version 1', () => {
  const files = tree(['user.slice'], '/sys/fs/cgroup/unified');
  assert.equal(cgroupPath('user.slice', files), '/sys/fs/cgroup/unified/user.slice');
});

test('without cgroup v2 the tool says how to mount it', () => {
  const none: CgroupFiles = { exists: () => false, folders: () => [] };
  assert.throws(() => cgroupPath('x', none), /cgroup v2 is not mounted/);
});
