import { rmSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { projectFile } from '../../e2e/fixtures/project-files';
import { freePort } from '../../e2e/servers/free-port';
import type { Sshd } from '../../e2e/servers/sshd';
import { testPython } from '../../e2e/servers/nvflare';
import type { HostPlace, Started } from '../../preload/contract/deployments';
import type { KitSummary } from '../../preload/contract/kits';
import type { Task } from '../../preload/contract/tasks';
import type { Client } from '../../preload/contract/index';
import { createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';

export const python = testPython() ?? '';

/** The whole app on a data directory of its own, with a provisioned project of one server and two sites. */
export async function openFederation(sites = ['site-1', 'site-2']) {
  const platform = createFakePlatform({ door: 'browser' });
  const app = await createApp(platform);
  const client: Client = createRouterClient(app.router, {
    context: () => app.contextFor({ door: 'browser', dragOut: null }),
  });
  const port = await freePort();
  await client.runtime.choose({ grantId: app.services.files.grantPath(python, 'file').id });
  const text = projectFile({ name: 'federation', sites, port, local: true });
  const { summary } = await client.projects.import({ text });
  const provision = async () => {
    const { taskId } = await client.provisioning.start({ projectId: summary.id });
    return app.tasks.wait(taskId);
  };
  await provision();

  return {
    ...{ app, client, projectId: summary.id, provision, port, data: platform.paths.data },
    /** The current kit of a participant. */
    async kitOf(participant: string): Promise<KitSummary> {
      const kits = await client.kits.list({ projectId: summary.id });
      const found = kits.find((kit) => kit.participant === participant);
      if (!found) throw new Error(`no kit of ${participant}`);
      return found;
    },
    /** A host whose key is pinned. */
    async addHost(sshd: Sshd, name: string): Promise<string> {
      const { id } = await client.hosts.create({
        ...{
          name,
          kind: 'ssh',
          address: sshd.address,
          port: sshd.port,
          username: sshd.username,
          auth: 'key',
        },
        keyGrantId: app.services.files.grantPath(sshd.keyFile, 'file').id,
      });
      await client.hosts.trustKey({ hostId: id, fingerprint256: sshd.fingerprint256 });
      return id;
    },
    /** Waits for each task that was started. */
    async finish(started: Started): Promise<Task[]> {
      const failed = started.find(({ error }) => error);
      if (failed) throw new Error(JSON.stringify(failed));
      return Promise.all(started.map(({ taskId }) => app.tasks.wait(taskId ?? '')));
    },
    async close() {
      await app.dispose();
      rmSync(path.dirname(platform.paths.data), { recursive: true, force: true });
    },
  };
}

export const onHost = (hostId: string, directory: string): HostPlace => ({
  ...{ kind: 'host', hostId, directory, python },
});

/** Watches until all deployments are so: phase and sites of each, in the order of the alphabet, such as `ready 1,ready null`. */
export async function untilSeen(
  { client }: Pick<Awaited<ReturnType<typeof openFederation>>, 'client'>,
  wanted: string,
): Promise<void> {
  const watch = new AbortController();
  const seen = new Map<string, string>();
  for await (const { states } of await client.deployments.watch(undefined, { signal: watch.signal })) {
    for (const { deploymentId, state } of states) seen.set(deploymentId, `${state.phase} ${state.sites}`);
    if ([...seen.values()].toSorted().join() === wanted) break;
  }
  watch.abort();
}
