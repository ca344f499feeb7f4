import { followTask } from './follow';
import type { Output } from './output';
import type { Session } from './session';

/** Makes Fedwright's own environment with NVFlare in it, and prints what is in use then. */
export async function runInstall(session: Session, version: string | undefined, out: Output): Promise<void> {
  const { client } = session;
  const started = await client.runtime.install(version === undefined ? {} : { version });
  out.say(`Installing NVFlare ${started.version}…`);
  await followTask(session, started.taskId, out);
  const { chosen } = await client.runtime.status({ refresh: true });
  out.print({
    installed: started.version,
    inUse: chosen?.nvflareVersion ?? null,
    python: chosen?.python ?? null,
  });
}
