import type { HostDescription } from '../../preload/contract/host';
import { watchRevision } from '../db/watch';
import { AppError, invalid } from '../errors';
import type { Platform } from '../platform/ports';
import type { CallContext } from '../rpc/context';
import { lookAtParts, type StatusSources } from './status';

export type Host = ReturnType<typeof createHost>;

/** What this installation is, and how its parts are. */
export function createHost({
  platform,
  ...sources
}: { platform: Platform } & Omit<StatusSources, 'data' | 'secrets'>) {
  const { paths, secrets } = platform;
  return {
    async describe({ actor, door }: CallContext): Promise<HostDescription> {
      return {
        door,
        version: platform.version,
        platform: process.platform,
        dataDirectory: paths.data,
        capabilities: { ...platform.capabilities, secrets: await secrets.location() },
        actor: { id: actor.id, name: actor.name, permissions: [...actor.permissions] },
        versions: platform.versions,
      };
    },
    status: async () => ({
      checkedAt: Date.now(),
      parts: await lookAtParts({ ...sources, secrets, data: paths.data }),
    }),
    async *watch(signal?: AbortSignal) {
      let seq = 0;
      const since = sources.store.revision();
      yield { seq, revision: since };
      for await (const revision of watchRevision(sources.store, { signal, since }))
        yield { seq: ++seq, revision };
    },
    async openDataDirectory() {
      if (!platform.shell)
        throw unsupported('A folder cannot be opened from here.', `It is at ${paths.data}.`);
      await platform.shell.openFolder(paths.data);
      return { opened: true };
    },
    /** @throws AppError INVALID for anything but a web address; UNAVAILABLE where there is no window to ask in */
    async openLink(address: string) {
      const link = webAddress(address);
      if (!platform.shell)
        throw unsupported('A link cannot be opened from here.', `It leads to ${link.href}.`);
      return { opened: await platform.shell.openLink(link) };
    },
    relaunch() {
      if (!platform.relaunch)
        throw unsupported('This host cannot start itself again.', 'End it and start it again.');
      // After the answer is out.
      setTimeout(platform.relaunch, 100);
      return { relaunching: true };
    },
  };
}

const unsupported = (message: string, hint: string) => new AppError('UNAVAILABLE', message, { hint });

function webAddress(address: string): URL {
  const link = URL.parse(address);
  // A name is shown in a question: longer than DNS has them it would push the answers off the screen.
  const isWeb = link?.protocol === 'https:' || link?.protocol === 'http:';
  if (link && isWeb && link.hostname.length <= 253) return link;
  throw invalid('This is no address of a web page.', 'Only links that begin with http or https are opened.');
}
