import type { CleanUpRules } from '../../preload/contract/clean-up';
import type { Store } from '../db/open';
import type { Engines } from '../docker/engines';
import type { Downloads } from '../files/downloads';
import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';
import { plan } from './clean-up-plan';
import type { Belongs } from './clean-up-rules';
import { createImages } from './images';
import { createLogins } from './logins';
import { createNetworks } from './networks';
import { fileNameOf, streamTar } from './save';
import { createVolumes } from './volumes';
import { createJobs, defineWork, type Grants, type Tasks } from './work';

export type Stock = ReturnType<typeof createStock>;

const linkMs = 10 * 60_000;

export interface StockParts {
  engines: Engines;
  tasks: Tasks;
  grants: Grants;
  downloads: Downloads;
  store: Pick<Store, 'db'>;
  secrets: Secrets;
  redactor: Redactor;
  /** What a clean-up never touches. */
  belongs: Belongs;
}

/** What Docker engines have in stock: images, volumes, networks. Nothing of it is kept: the engines know. */
export function createStock(parts: StockParts) {
  const { engines, tasks, grants, downloads, belongs } = parts;
  const logins = createLogins(parts);
  defineWork(tasks, { engines, logins, belongs });
  const images = createImages(engines);
  return {
    images: {
      ...images,
      /** A link to a tar of these images, read from the engine as it is fetched. */
      async link({ hostId, imageIds }: { hostId: string; imageIds: string[] }) {
        const wanted = (await images.list({ hostId })).filter(({ id }) => imageIds.includes(id));
        const names = wanted.map(({ id, tags }) => tags[0] ?? id.slice(7, 19));
        const fileName = fileNameOf(names, engines.nameOf(hostId));
        const { url } = downloads.offer({
          ...{ fileName, contentType: 'application/x-tar', expiresMs: linkMs, once: true },
          open: async () => ({ stream: await streamTar(engines, hostId, imageIds), sizeBytes: null }),
        });
        return { url, fileName };
      },
    },
    logins,
    volumes: createVolumes(engines),
    networks: createNetworks(engines),
    plan: (input: { hostId: string; rules: CleanUpRules }, until?: AbortSignal) =>
      plan({ engines, belongs }, input, until),
    jobs: createJobs({ tasks, engines, grants }),
  };
}
