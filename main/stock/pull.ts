import { z } from 'zod';
import { type Engines, listMs } from '../docker/engines';
import { progressLines } from '../docker/progress-lines';
import { requestStream } from '../docker/request';
import type { TaskContext } from '../tasks/service';
import { pullProblem } from './engine-words';
import { createPullProgress } from './pull-progress';
import { defaultRegistry, parseReference, showReference } from './image-reference';
import type { Logins } from './logins';

export const pullInput = z.object({ hostId: z.string(), reference: z.string() });

/** Has an engine fetch an image. Cancelling ends its request, upon which the engine gives up. */
export async function pull(
  { engines, logins }: { engines: Engines; logins: Logins },
  { hostId, reference: text }: z.infer<typeof pullInput>,
  task: TaskContext,
): Promise<{ imageId: string; reference: string }> {
  const reference = parseReference(text);
  const { registry, repository, tag, digest } = reference;
  const login = await logins.find(registry);
  task.stage('Pulling', 0, 1);
  if (login) task.log(`Logging in to ${registry} as ${login.username}.`);
  await engines.follow(hostId, async (docker) => {
    try {
      const stream = await requestStream(docker, {
        ...{ method: 'POST', path: '/images/create', signal: task.signal },
        query: { fromImage: repository, tag: digest ?? tag ?? 'latest' },
        headers: login ? { 'X-Registry-Auth': encodeLogin(registry, login) } : {},
      });
      await follow(stream, task);
    } catch (error) {
      throw pullProblem(error);
    }
  });
  // An engine keeps no tag for what it fetches by a digest.
  const name = digest === null ? showReference(reference) : `${repository}@${digest}`;
  const { Id } = await engines.ask(hostId, listMs, (docker) => docker.getImage(name).inspect());
  task.log(`${name} is ${Id}.`);
  return { imageId: Id, reference: name };
}

async function follow(stream: Parameters<typeof progressLines>[0], task: TaskContext): Promise<void> {
  const progress = createPullProgress();
  for await (const line of progressLines(stream)) {
    const said = progress.take(line);
    if (said !== null) task.log(said);
    task.progress(progress.value());
  }
}

/** The way of the engine's API: URL-safe base64 of JSON. */
const encodeLogin = (
  registry: string,
  { username, password }: { username: string; password: string },
): string =>
  Buffer.from(
    JSON.stringify({
      ...{ username, password },
      serveraddress: registry === defaultRegistry ? 'https://index.docker.io/v1/' : registry,
    }),
  )
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
