import path from 'node:path';
import pino from 'pino';
import { openStore } from '../db/open';
import { copyKits } from '../kits/kit-copy';
import { createFiles } from './service';
import { createTargets } from './targets';

/** For tests: begins to copy two kits into a person's folder, and dies in the middle of the second. */
export async function crash(data: string, folder: string): Promise<never> {
  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  const targets = createTargets(store, pino({ enabled: false }));
  const files = createFiles({ dialogs: null, onTarget: targets.note });
  const target = files.resolve(files.grantPath(folder, 'folder').id, 'folder');
  const kit = (participant: string, read: () => Promise<Buffer>) => {
    const about = { mode: 0o600, sizeBytes: 3, modifiedAt: new Date(0) };
    return {
      participant,
      files: { entries: [{ path: 'client.key', kind: 'file' as const, ...about }], read },
    };
  };
  const die = (): Promise<Buffer> => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
  await copyKits(target, [kit('site-1', async () => Buffer.from('key')), kit('site-2', die)]);
  return await new Promise<never>(() => undefined);
}
