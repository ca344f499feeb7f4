import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ImportPreview, PinPreview } from '../../preload/contract/host-import';
import { type HostFiles, type HostSettings, hostSettingsSchema } from '../../preload/contract/hosts';
import { AppError, invalid } from '../errors';
import { writeBeside } from '../files/write-beside';
import { dockerFolder, readDockerContexts } from './docker-contexts';
import type { HostKeys, PinnedKey } from './host-keys';
import type { HostRow, HostStore } from './host-store';
import { assertAsShown, type HostDraft, type ImportPlan, planImport } from './import-plan';
import { writeKnownHosts } from './known-hosts';
import { type PinPlan, planPins } from './pin-plan';
import { readSshConfig } from './ssh-config-file';
import { hostsOfConfig } from './ssh-config-hosts';

export type HostImport = ReturnType<typeof createHostImport>;

interface Chosen {
  grantId: string | null;
  digest: string;
  ids: string[];
}

const maxBytes = 8 << 20;

/** Takes over hosts and their keys from OpenSSH and Docker, and gives the keys back. */
export function createHostImport(parts: {
  store: HostStore;
  keys: HostKeys;
  grants: { resolve(id: string, kind: 'file' | 'folder' | 'save'): string };
  /** They take paths instead of grants: what a configuration names was chosen with it. */
  create: (input: HostSettings & HostFiles) => Promise<HostRow>;
  update: (input: HostSettings & HostFiles & { hostId: string }) => Promise<HostRow>;
  env?: NodeJS.ProcessEnv;
  home?: string;
}) {
  const { store, keys, grants, env = process.env, home = os.homedir() } = parts;
  const { username } = os.userInfo();
  const pathOf = (grantId: string | null, kind: 'file' | 'folder', usual: string) =>
    grantId === null ? usual : grants.resolve(grantId, kind);

  /** As a person would write it. */
  const short = (file: string) => (file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file);

  function planSshConfig(grantId: string | null): ImportPlan {
    const file = pathOf(grantId, 'file', path.join(home, '.ssh', 'config'));
    const { config, aliases, remarks } = readSshConfig(file, home);
    return planImport(short(file), hostsOfConfig(config, aliases, { home, username }), store.list(), remarks);
  }

  function planDocker(grantId: string | null): ImportPlan {
    const folder = pathOf(grantId, 'folder', dockerFolder(env, home));
    const { drafts, remarks } = readDockerContexts(folder, username);
    return planImport(short(folder), drafts, store.list(), remarks);
  }

  function planKnownHosts(grantId: string | null): PinPlan {
    const file = pathOf(grantId, 'file', path.join(home, '.ssh', 'known_hosts'));
    return planPins({ path: short(file), text: readText(file), hosts: store.list(), need: store.need, keys });
  }

  async function take(plan: ImportPlan, { digest, ids }: Chosen) {
    assertAsShown(plan.preview, digest);
    const done = { added: [] as string[], changed: [] as string[] };
    for (const id of withWays(plan, ids)) {
      const known = plan.drafts.get(id);
      if (!known) continue;
      const { action } = known.item;
      if (action !== 'add' && action !== 'change') continue;
      const input = inputOf(known.draft, known.before, store.list());
      if (known.before) await parts.update({ hostId: known.before.id, ...input });
      else await parts.create(input);
      done[known.before ? 'changed' : 'added'].push(known.draft.name);
    }
    return done;
  }

  return {
    previewSshConfig: (grantId: string | null): ImportPreview => planSshConfig(grantId).preview,
    importSshConfig: (chosen: Chosen) => take(planSshConfig(chosen.grantId), chosen),
    previewDockerContexts: (grantId: string | null): ImportPreview => planDocker(grantId).preview,
    importDockerContexts: (chosen: Chosen) => take(planDocker(chosen.grantId), chosen),
    previewKnownHosts: (grantId: string | null): PinPreview => planKnownHosts(grantId).preview,
    /** @throws AppError CONFLICT when the preview would be another one by now. */
    importKnownHosts({ grantId, digest, ids }: Chosen, by: string): { pinned: number } {
      const plan = planKnownHosts(grantId);
      assertAsShown(plan.preview, digest);
      const wanted = plan.preview.items.filter(({ id, action }) => action === 'pin' && ids.includes(id));
      for (const { id } of wanted) {
        const found = plan.keys.get(id);
        if (found) keys.pin(found.where, found.key, `${by}, by import`);
      }
      return { pinned: wanted.length };
    },
    exportKnownHosts: (grantId: string) => writePins(keys.list(), () => grants.resolve(grantId, 'save')),
  };
}

/** @throws AppError INVALID when there is nothing to write; STORAGE when it cannot be written. */
async function writePins(
  pins: PinnedKey[],
  target: () => string,
): Promise<{ savedTo: string; keys: number }> {
  if (pins.length === 0) throw invalid('No key is pinned yet.', 'Connect to a host first.');
  const savedTo = target();
  await writeBeside(savedTo, (file) => file.writeFile(writeKnownHosts(pins)));
  return { savedTo, keys: pins.length };
}

/**
 * In the order of the plan, where the host on the way comes before the one behind it. New ones come along; one
 * that is here is changed only when it was chosen itself.
 */
function withWays({ drafts }: ImportPlan, ids: string[]): string[] {
  const wanted = new Set<string>();
  const want = (id: string) => {
    if (wanted.has(id)) return;
    wanted.add(id);
    const through = drafts.get(id)?.draft.through ?? '';
    if (drafts.get(through)?.item.action === 'add') want(through);
  };
  ids.forEach(want);
  return [...drafts.keys()].filter((id) => wanted.has(id));
}

/** What is sorted and noted here stays; a new host has what the other program knows. */
function inputOf(draft: HostDraft, before: HostRow | null, hosts: HostRow[]): HostSettings & HostFiles {
  const jump = draft.through === null ? undefined : hosts.find((host) => sameName(host.name, draft.through));
  const { name, kind, address, port, username, auth, dockerSocket } = draft;
  const settings = hostSettingsSchema.parse({
    ...(before ?? { notes: draft.notes ?? '' }),
    ...{ name: before?.name ?? name, kind, address, port, username, auth },
    ...(dockerSocket === undefined ? {} : { dockerSocket }),
    jumpHostId: jump?.id ?? null,
  });
  const { ca = null, cert = null, key = null } = draft.tls ?? {};
  return { ...settings, keyGrantId: draft.keyFile ?? key, caGrantId: ca, certGrantId: cert };
}

const sameName = (a: string, b: string | null): boolean => a.toLowerCase() === b?.toLowerCase();

function readText(file: string): string {
  try {
    if (statSync(file).size > maxBytes) throw invalid(`${file} is larger than 8 MB.`, 'Choose another file.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing) throw new AppError('NOT_FOUND', `${file} does not exist.`, { hint: 'Choose another file.' });
    throw invalid(`${file} cannot be read.`, 'Check its permissions, or choose another file.');
  }
}
