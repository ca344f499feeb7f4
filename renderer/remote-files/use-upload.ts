import { useState } from 'react';
import type { RemoteListing } from '../../preload/contract/file-calls';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';
import type { Dropped } from './dropped';
import { handOver } from './hand-over';
import { callsOf, type Place } from './place';

type Source = { from: 'grant'; grantId: string } | { from: 'drop'; dropId: string };

/** The ways in: what is dropped, and what is chosen. Each upload is a task of the tray. */
export function useUpload(place: Place, listing: RemoteListing | undefined) {
  const { capabilities } = useHost();
  const [sending, setSending] = useState<string | null>(null);

  const start = async (into: RemoteListing, source: Source, replace: boolean) => {
    await callsOf(place).upload({ ...place, path: into.path, source, replace });
  };
  /** Folders are not mixed: one whose name is taken is refused, with the reason. */
  const mayGo = async (name: string, folder: boolean): Promise<'new' | 'replace' | null> => {
    if (folder || !listing?.entries.some((entry) => entry.name === name)) return 'new';
    const question = {
      title: `Replace ${name}?`,
      text: 'A file of this name is in the folder. It is replaced once all of the new one has arrived.',
      ...{ confirmLabel: 'Replace', danger: true },
    };
    return (await confirm(question)) ? 'replace' : null;
  };
  const drop = async (dropped: readonly Dropped[]) => {
    // Before anything is handed over: without a folder it would go nowhere.
    if (!listing) return;
    try {
      for (const each of dropped) {
        const isFile = each.files[0]?.parts.length === 0;
        const way = await mayGo(each.name, !isFile);
        if (!way) continue;
        setSending(each.name);
        await start(listing, { from: 'drop', dropId: await handOver(place, each) }, way === 'replace');
      }
    } catch (error) {
      toast.error(error);
    } finally {
      setSending(null);
    }
  };
  const choose = async (kind: 'file' | 'folder') => {
    if (!listing) return;
    try {
      const grant = await pickPath({ kind, title: `Choose a ${kind} to upload` });
      if (!grant) return;
      const way = await mayGo(grant.path.split(/[\\/]/).at(-1) ?? '', kind === 'folder');
      if (way) await start(listing, { from: 'grant', grantId: grant.id }, way === 'replace');
    } catch (error) {
      toast.error(error);
    }
  };
  return { drop, choose, sending, byDialog: capabilities.nativeDialogs };
}
