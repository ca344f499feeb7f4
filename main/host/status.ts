import { accessSync, constants, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { formatBytes } from '../../preload/contract/bytes';
import type { PartStatus } from '../../preload/contract/host';
import type { RuntimeStatus } from '../../preload/contract/runtime';
import type { Store } from '../db/open';
import type { Secrets } from '../platform/ports';
import type { VaultStatus } from '../vault/service';

/** A run of a thousand sites needs about 100 MB; below this, a few runs would fill the disk. */
const lowBytes = 2e9;
const fullBytes = 200e6;

export interface StatusSources {
  store: Store;
  data: string;
  secrets: Secrets;
  sealing: { status(): Promise<VaultStatus> };
  runtime: () => Promise<RuntimeStatus>;
}

/** Looks at every part the app stands on. One part that fails to answer does not hide the others. */
export function lookAtParts(sources: StatusSources): Promise<PartStatus[]> {
  const parts: [PartStatus['part'], () => Promise<PartStatus> | PartStatus][] = [
    ['nvflare', () => nvflareStatus(sources.runtime)],
    ['keychain', () => keychainStatus(sources.secrets)],
    ['sealing', () => sealingStatus(sources.sealing)],
    ['disk', () => diskStatus(sources.data)],
    ['data', () => dataStatus(sources.data)],
    ['store', () => storeStatus(sources.store)],
  ];
  return Promise.all(
    parts.map(async ([part, look]) => {
      try {
        return await look();
      } catch (error) {
        const facts = { error: error instanceof Error ? error.message : String(error) };
        return { part, state: 'failed', summary: 'Could not be looked at.', hint: 'See the app log.', facts };
      }
    }),
  );
}

async function nvflareStatus(runtime: () => Promise<RuntimeStatus>): Promise<PartStatus> {
  const { chosen, canInstall, candidates } = await runtime();
  if (chosen)
    return {
      part: 'nvflare',
      state: chosen.state === 'ok' ? 'ok' : 'attention',
      summary: `NVFlare ${chosen.nvflareVersion ?? ''} on Python ${chosen.pythonVersion ?? ''}`,
      hint: chosen.hint,
      facts: { python: chosen.python, source: chosen.source, version: chosen.nvflareVersion },
    };
  return {
    part: 'nvflare',
    state: 'failed',
    summary: candidates.length > 0 ? 'No NVFlare that can be used was found.' : 'No Python was found.',
    hint: canInstall.ok ? 'Install NVFlare in Settings, or choose a Python that has it.' : canInstall.hint,
    facts: { candidates: candidates.length },
  };
}

async function keychainStatus(secrets: Secrets): Promise<PartStatus> {
  const { state, message, hint } = await secrets.probe();
  const states = { ok: 'ok', locked: 'attention', absent: 'attention' } as const;
  return { part: 'keychain', state: states[state], summary: message, hint, facts: { state } };
}

async function sealingStatus(sealing: StatusSources['sealing']): Promise<PartStatus> {
  const { state, message, hint } = await sealing.status();
  // What cannot be opened stops the work; what is not sealed does not.
  const states = {
    ready: 'ok',
    clear: 'attention',
    none: 'attention',
    locked: 'failed',
    absent: 'failed',
    missing: 'failed',
  } as const;
  return { part: 'sealing', state: states[state], summary: message, hint, facts: { state } };
}

async function diskStatus(data: string): Promise<PartStatus> {
  const { bavail, blocks, bsize } = await statfs(data);
  const free = bavail * bsize;
  const state = free < fullBytes ? 'failed' : free < lowBytes ? 'attention' : 'ok';
  return {
    part: 'disk',
    state,
    summary: `${formatBytes(free)} free`,
    hint: state === 'ok' ? '' : 'Free some space, or choose a data directory on another disk.',
    facts: { freeBytes: free, totalBytes: blocks * bsize },
  };
}

function dataStatus(data: string): PartStatus {
  const windows = process.platform === 'win32';
  const open = !windows && (statSync(data).mode & 0o077) !== 0;
  try {
    accessSync(data, constants.R_OK | constants.W_OK);
  } catch {
    const hint = 'Change its permissions, or choose another data directory.';
    return {
      part: 'data',
      state: 'failed',
      summary: 'The data directory cannot be written.',
      hint,
      facts: { data },
    };
  }
  return {
    part: 'data',
    state: open ? 'attention' : 'ok',
    // Windows has access lists, which its folders inherit; in the person's own profile they are private.
    summary: open
      ? 'Other users of this machine can look into the data directory.'
      : windows
        ? 'Can be written.'
        : 'Private to you.',
    hint: open ? `Close it with: chmod 700 "${data}"` : '',
    facts: { data },
  };
}

function storeStatus(store: Store): PartStatus {
  const answer = store.check();
  return {
    part: 'store',
    state: answer === 'ok' ? 'ok' : 'failed',
    summary: answer === 'ok' ? 'No damage found.' : 'Damaged.',
    hint: answer === 'ok' ? '' : 'Restore a backup: Settings, Upkeep.',
    facts: { schema: store.schemaVersion(), sizeBytes: store.sizeBytes(), check: answer },
  };
}
