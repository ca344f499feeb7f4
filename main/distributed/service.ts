import type { Store } from '../db/open';
import type { Tasks } from '../tasks/service';
import { createApproveKind } from './approve-kind';
import { createAuthorityKind } from './authority-kind';
import { createAuthorityStore } from './authority-rows';
import { createAuthoritySide } from './authority-side';
import { signingCertificates } from './board-entries';
import { createCaSide } from './ca-side';
import { createCaStore } from './ca-store';
import { createExits } from './exits';
import { createIncomingStore } from './incoming-rows';
import { createPlaces } from './layout';
import { createOwnStore } from './own-rows';
import { createOwnSide } from './own-side';
import { createPackageKind } from './package-kind';
import type { GrantsPort, KitsPort, LinksPort, NvflarePort, StagesPort, VaultPort } from './ports';
import { createRequestKind } from './request-kind';
import type { Runtime } from './work';

export type Distributed = ReturnType<typeof createDistributed>;

/**
 * Distributed provisioning: kits whose private keys never leave their sites. One installation may be the project
 * admin's, who owns a CA and signs; a site's, which asks and keeps its key; or both. They exchange zips without
 * secrets, and each side compares a fingerprint that it was told by another way.
 */
export function createDistributed<R extends Runtime>(options: {
  store: Store;
  tasks: Pick<Tasks, 'define' | 'start'>;
  /** Of its files. */
  root: string;
  staging: string;
  nvflare: NvflarePort<R>;
  kits: KitsPort;
  vault: VaultPort;
  grants: GrantsPort;
  stages: StagesPort;
  links: LinksPort;
}) {
  const { store, tasks, staging, vault } = options;
  const places = createPlaces(options);
  const parts = {
    ...options,
    places,
    cas: createCaStore(places, vault),
    authorities: createAuthorityStore(store),
    incoming: createIncomingStore(store),
    own: createOwnStore(store),
  };
  tasks.define(createAuthorityKind(parts));
  tasks.define(createApproveKind(parts));
  tasks.define(createRequestKind(parts));
  tasks.define(createPackageKind(parts));
  const { authorities, incoming, own } = parts;
  return {
    /** Those in use, for the board of all certificates. */
    certificates: () =>
      signingCertificates({ authorities: authorities.all(), incoming: incoming.all(), own: own.all() }),
    ...createCaSide(parts),
    ...createAuthoritySide(parts),
    ...createOwnSide(parts, staging),
    ...createExits(parts),
  };
}
