import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Engines } from '../docker/engines';
import { AppError } from '../errors';
import { abortable } from '../process/abortable';
import { readReport } from './host-scripts';

const listMs = 10_000;
/** A first start from a disk that is asleep takes a while. */
const probeMs = 60_000;
/** How long somebody who gives up waits for the engine to say that it has made what is to be removed. */
const answerMs = 3000;

/** The images that an engine has, by each of their names. */
export async function listImages(engines: Engines, hostId: string, until?: AbortSignal) {
  const images = await engines.ask(hostId, listMs, (docker) => docker.listImages(), until);
  return images
    .flatMap(({ RepoTags, Size, Created }) =>
      (RepoTags ?? [])
        .filter((name) => name !== '<none>:<none>')
        .map((name) => ({ name, sizeBytes: Size, createdAt: Created * 1000 })),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/**
 * Runs an image once, without a network, to see whether a kit can run in it. Nothing of that is left, also where it
 * hangs and the time is over, or `until` ends it; of an engine that is late with its answer it is removed later.
 * @throws AppError UNAVAILABLE with what it lacks
 */
export async function probeImage(
  engines: Engines,
  hostId: string,
  { image, script }: { image: string; script: string },
  until?: AbortSignal,
): Promise<{ python: string; nvflare: string }> {
  // Its name is known before it is there, so that it can be removed also where the engine answers too late.
  const name = `fedwright-probe-${randomUUID()}`;
  const make = {
    ...{ name, Image: image, Entrypoint: ['sh', '-c', script, 'sh'], Cmd: [], Tty: true },
    Labels: { 'fedwright.probe': '1' },
    HostConfig: { NetworkMode: 'none' },
  };
  // Where the engine cannot even be reached nothing is made that would have to be removed.
  await engines.ask(hostId, probeMs, (docker) => docker.ping(), until);
  const making = engines.ask(hostId, probeMs, (docker) => docker.createContainer(make));
  const remove = (ms: number) =>
    engines
      .ask(hostId, ms, (docker) => docker.getContainer(name).remove({ force: true, v: true }))
      .then(
        () => true,
        () => false,
      );
  let output: string;
  try {
    await (until ? abortable(making, until) : making);
    output = await engines.ask(hostId, probeMs, (docker, signal) => runOnce(docker, name, signal), until);
  } finally {
    // An engine makes it also when nobody waits for it any more, and then there is nothing to remove before.
    await Promise.race([making.catch(() => null), pause(answerMs, null, { ref: false })]);
    if (!(await remove(listMs))) void removeLater(making, () => remove(probeMs));
  }
  const report = readReport(output);
  const [python, nvflare] = [report.one('python'), report.one('nvflare')];
  if (python && nvflare) return { python, nvflare };
  const lack = lacks[report.one('problem') ?? ''] ?? 'could not be tried';
  throw new AppError('UNAVAILABLE', `The image "${image}" ${lack}.`, {
    hint: 'Choose one that has bash, and a python3 with NVFlare on its PATH.',
    ...{ details: output.slice(0, 2000), reason: 'image' },
  });
}

/** What an engine was not waited for any longer it may make minutes later. */
const laterMs = [0, 30_000, 300_000];

async function removeLater(making: Promise<unknown>, remove: () => Promise<boolean>): Promise<void> {
  try {
    await making;
  } catch (error) {
    // It has refused: there is nothing to remove.
    if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') return;
  }
  for (const ms of laterMs) {
    await pause(ms, undefined, { ref: false });
    if (await remove()) return;
  }
}

const lacks: Record<string, string> = {
  'no-bash': 'has no bash, which the scripts of NVFlare need',
  'no-python3': 'has no python3',
  'no-nvflare': 'has no NVFlare in its python3',
};

async function runOnce(docker: Docker, name: string, abortSignal: AbortSignal): Promise<string> {
  const container = docker.getContainer(name);
  await container.start({ abortSignal });
  await container.wait({ abortSignal });
  const log: unknown = await container.logs({ stdout: true, stderr: true, follow: false, abortSignal });
  if (Buffer.isBuffer(log)) return log.toString('utf8').replaceAll('\r', '');
  return (await buffer(log as NodeJS.ReadableStream)).toString('utf8').replaceAll('\r', '');
}
