import type { ContainerInfo } from 'dockerode';
import { expect, test } from 'vitest';
import { usersAmong } from './users';

const id = `sha256:${'ab12'.repeat(16)}`;
const digest = `sha256:${'cd34'.repeat(16)}`;
const image = {
  ...{ id, tags: ['site:latest', 'registry.example.org/team/site:2'] },
  digests: [`registry.example.org/team/site@${digest}`],
};
/** As Docker 29 lists a container that has an image mounted. */
const mounting = (name: string, type = 'image') =>
  ({
    ...{ Id: 'c1', Names: ['/c1'], State: 'running', ImageID: 'sha256:of-its-own' },
    Mounts: [{ Type: type, Name: name, Source: '/var/lib/docker/rootfs/overlayfs/1', Destination: '/m' }],
  }) as unknown as ContainerInfo;

test.each([
  ['site', 1],
  ['site:latest', 1],
  ['docker.io/library/site:latest', 1],
  ['registry.example.org/team/site:2', 1],
  [id, 1],
  [id.slice(7, 19), 1],
  [`registry.example.org/team/site@${digest}`, 1],
  [`registry.example.org/team/site:2@${digest}`, 1],
  [`site@${id}`, 1],
  [`registry.example.org/team/site@${digest.replaceAll('c', 'e')}`, 0],
  ['site:1', 0],
  ['registry.example.org/team/site', 0],
  ['ab', 0],
  ['', 0],
])('an image is used by a container that mounts it as "%s"', (name, users) => {
  const found = usersAmong([mounting(name)]);
  expect(found.ofImage(image)).toHaveLength(users);
  expect(found.ofVolume(name)).toEqual([]);
});

test.each([
  ['Docker', { office: { NetworkID: 'f00d' } }, 1],
  ['one that was never started', { office: { NetworkID: '' } }, 1],
  ['Podman', { office: { NetworkID: 'office' } }, 1],
  ['another network of that name', { office: { NetworkID: 'beef' } }, 0],
  ['another network', { f00d: { NetworkID: 'beef' } }, 0],
])('a network is used as %s tells it', (_who, Networks, users) => {
  const joined = { ...mounting(''), NetworkSettings: { Networks } } as unknown as ContainerInfo;
  expect(usersAmong([joined]).ofNetwork({ id: 'f00d', name: 'office' })).toHaveLength(users);
});

test('a volume is used by its name, which may be that of an image, too', () => {
  const found = usersAmong([mounting('site', 'volume')]);
  expect(found.ofVolume('site')).toMatchObject([{ name: 'c1' }]);
  expect(found.ofImage(image)).toEqual([]);
});
