import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { ContainerPlace, LocalEdit } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { assertGpus } from '../docker/given-gpus';
import { kitLabels as label } from '../docker/kit-labels';
import { rejoin } from '../docker/lost-network';
import { AppError, conflict } from '../errors';
import type { TaskContext } from '../tasks/service';
import type { LeavingKit } from './kit-content';
import { type KitContent, manifestOf } from './kit-content';
import { dataOnly, hashOf, inContainer, packKit, readTar } from './kit-tar';
import { findEdits } from './local-edits';
import { readHashes } from './host-scripts';

const lookMs = 20_000;
/** A kit is given ten seconds to end by itself: by `container.sh`, which needs some more when that is over. */
const stopTimeoutSeconds = 15;
const stopMs = 40_000;
/** What jobs left may be many gigabytes. */
const copyMs = 60 * 60_000;

/** A container of a name as it is; null when there is none. */
export async function findContainer(engines: Engines, hostId: string, name: string) {
  const found = await engines.ask(hostId, lookMs, async (docker) => {
    const list = await docker.listContainers({ all: true, filters: { name: [`^/?${name}$`] } });
    const one = list.find(({ Names }) => Names.includes(`/${name}`));
    return one ? docker.getContainer(one.Id).inspect() : null;
  });
  if (!found) return null;
  return {
    id: found.Id,
    running: found.State.Running,
    labels: found.Config.Labels ?? {},
    /** Null for one that Fedwright did not make. */
    deployment: found.Config.Labels?.[label.deployment] ?? null,
  };
}

/** The files of the kit that is in a container, running or not, and the list that came with it. */
export async function readKit(engines: Engines, hostId: string, id: string) {
  const read = async (path: string) =>
    engines.ask(hostId, lookMs, async (docker) => {
      const tar = (await docker.getContainer(id).getArchive({ path })) as unknown as Readable;
      return readTar(tar);
    });
  const none = (error: unknown): Map<string, Buffer> => {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return new Map();
    throw error;
  };
  const [startup, local, paper] = await Promise.all([
    read(`/${inContainer}/kit/startup`).catch(none),
    read(`/${inContainer}/kit/local`).catch(none),
    read(`/${inContainer}/manifest`).catch(none),
  ]);
  const manifest = paper.get('manifest');
  return {
    files: new Map([...startup, ...local]),
    manifest: manifest ? readHashes(manifest.toString('utf8').split('\n')) : null,
  };
}
export type KitInContainer = Awaited<ReturnType<typeof readKit>>;

export const hashesOf = ({ files }: KitInContainer): Map<string, string> =>
  new Map([...files].map(([path, content]) => [path, hashOf(content)]));

export const editsIn = (kit: KitInContainer, next: KitContent): LocalEdit[] =>
  findEdits({
    was: kit.manifest,
    now: new Map([...hashesOf(kit)].filter(([path]) => path.startsWith('local/'))),
    next: new Map(next.files.map(({ path, sha256 }) => [path, sha256])),
  });

/** Makes the container, not started, with the kit in it, and compares every byte by hash. Gives its id. */
export async function createWithKit(
  engines: Engines,
  place: ContainerPlace,
  about: {
    deployment: string;
    leaving: LeavingKit;
    content: KitContent;
    carried: ReadonlyMap<string, Buffer | null>;
    command: string[];
  },
  task: TaskContext,
): Promise<string> {
  const { content, carried } = about;
  const id = await engines.ask(place.hostId, lookMs, async (docker) => {
    const made = await docker.createContainer({
      name: `${place.name}.new-${Date.now().toString(36)}`,
      ...optionsFor(place, about),
    });
    return made.id;
  });
  try {
    await engines.ask(place.hostId, stopMs, async (docker, abortSignal) => {
      if (place.gpus) await assertGpus(docker.getContainer(id), engines.nameOf(place.hostId));
      const tar = packKit(content, { manifest: manifestOf(content), instead: carried });
      await put(docker.getContainer(id), tar, '/', abortSignal);
    });
    task.signal.throwIfAborted();
    const there = hashesOf(await readKit(engines, place.hostId, id));
    const wrong = content.files.filter(
      ({ path, sha256 }) =>
        !carried.has(path) && /^(startup|local)\//.test(path) && there.get(path) !== sha256,
    );
    if (wrong.length > 0) throw damaged(wrong.map(({ path }) => path));
    task.log(`${content.files.length} files are in the container, each with the hash that it has here.`);
    return id;
  } catch (error) {
    await removeContainer(engines, place.hostId, id).catch(() => undefined);
    throw error;
  }
}

/** The owner of the files becomes the user that the image runs as. */
const put = (container: Docker.Container, tar: Readable, path: string, abortSignal: AbortSignal) =>
  container.putArchive(tar, { path, copyUIDGID: 'true', abortSignal });

const damaged = (paths: string[]) =>
  new AppError('UNAVAILABLE', 'What arrived is not what was sent.', {
    hint: 'Nothing was put in place. Check the disk of the host, then try again.',
    ...{ details: paths.join('\n'), reason: 'damaged' },
  });

function optionsFor(
  place: ContainerPlace,
  {
    deployment,
    leaving: { kit },
    content,
    command,
  }: { deployment: string; leaving: LeavingKit; content: KitContent; command: string[] },
): Docker.ContainerCreateOptions {
  const [first, ...rest] = command;
  const published = place.network === 'bridge' ? content.ports : [];
  return {
    ...{ Image: place.image, Entrypoint: [first ?? 'sh'], Cmd: rest },
    // Whoever stops it: also `docker stop` of somebody else.
    StopTimeout: stopTimeoutSeconds,
    Labels: {
      [label.deployment]: deployment,
      [label.project]: kit.projectName,
      [label.participant]: kit.participant,
      [label.kit]: kit.id,
      [label.run]: String(kit.runNumber),
    },
    ExposedPorts: Object.fromEntries(published.map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      NetworkMode: place.network,
      RestartPolicy: { Name: place.restart },
      PortBindings: Object.fromEntries(
        published.map((port) => [`${port}/tcp`, [{ HostPort: String(port) }]]),
      ),
      ...(place.cpus === null ? {} : { NanoCpus: Math.round(place.cpus * 1e9) }),
      ...(place.memoryBytes === null ? {} : { Memory: place.memoryBytes }),
      ...(place.dataDirectory === null ? {} : { Binds: [`${place.dataDirectory}:/data:ro`] }),
      ...(place.gpus ? { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } : {}),
      // A log that nobody bounds fills the disk of the host.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '50m', 'max-file': '2' } },
    },
  };
}

/** Copies what NVFlare and its jobs left from one container into another, through this machine, without keeping any. */
export async function copyData(
  engines: Engines,
  hostId: string,
  { from, to }: { from: string; to: string },
  task: TaskContext,
): Promise<void> {
  let count = 0;
  await engines.ask(hostId, copyMs, async (docker, abortSignal) => {
    const path = `/${inContainer}/kit`;
    const tar = (await docker.getContainer(from).getArchive({ path })) as unknown as Readable;
    const only = dataOnly(tar, () => {
      count += 1;
      if (task.signal.aborted) tar.destroy(new Error('cancelled'));
    });
    await put(docker.getContainer(to), only, `/${inContainer}`, abortSignal);
  });
  task.signal.throwIfAborted();
  if (count > 0) task.log(`${count} files and folders that NVFlare and its jobs left were carried over.`);
}

export const removeContainer = (engines: Engines, hostId: string, id: string): Promise<unknown> =>
  engines.ask(hostId, stopMs, (docker) => docker.getContainer(id).remove({ force: true, v: true }));

export const renameContainer = (engines: Engines, hostId: string, id: string, name: string) =>
  engines.ask(hostId, lookMs, (docker) => docker.getContainer(id).rename({ name }));

/** Resolves also when it is so already. */
export const runContainer = (engines: Engines, hostId: string, id: string, action: 'start' | 'stop') =>
  engines.ask(hostId, stopMs, async (docker, signal) => {
    try {
      const container = docker.getContainer(id);
      if (action === 'start') await rejoin(docker, container);
      signal.throwIfAborted();
      await (action === 'start' ? container.start() : container.stop());
    } catch (error) {
      if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 304)) throw error;
    }
  });

export const notOurs = (name: string, hostName: string): AppError =>
  conflict(
    `A container "${name}" is on "${hostName}" already, and no kit of Fedwright is in it.`,
    'Choose another name.',
  );
