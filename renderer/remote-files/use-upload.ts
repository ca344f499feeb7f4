import { useState } from 'react';
import { droppedBytes, pieceBytes, type RemoteListing } from '../../preload/contract/file-calls';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { confirm } from '../ui/confirm';
import { formatBytes } from '../ui/format';
import { toast } from '../ui/toast';

type Source = { from: 'grant'; grantId: string } | { from: 'drop'; dropId: string };

/** The ways in: files that are dropped, and one that is chosen. Each upload is a task of the tray. */
export function useUpload(hostId: string, listing: RemoteListing | undefined) {
  const { capabilities } = useHost();
  const [sending, setSending] = useState<string | null>(null);

  const start = async (source: Source, replace: boolean) => {
    if (!listing) return;
    await client.remoteFiles.upload({ hostId, path: listing.path, source, replace });
  };
  const mayGo = async (name: string): Promise<'new' | 'replace' | null> => {
    if (!listing?.entries.some((entry) => entry.name === name)) return 'new';
    const question = {
      title: `Replace ${name}?`,
      text: 'A file of this name is in the folder. It is replaced once all of the new one has arrived.',
      ...{ confirmLabel: 'Replace', danger: true },
    };
    return (await confirm(question)) ? 'replace' : null;
  };
  const drop = async (files: readonly File[]) => {
    try {
      for (const file of files) {
        const way = await mayGo(file.name);
        if (!way) continue;
        setSending(file.name);
        await start({ from: 'drop', dropId: await handOver(file) }, way === 'replace');
      }
    } catch (error) {
      toast.error(error);
    } finally {
      setSending(null);
    }
  };
  const choose = async () => {
    try {
      const grant = await pickPath({ kind: 'file', title: 'Choose a file to upload' });
      if (!grant) return;
      const way = await mayGo(grant.path.split(/[\\/]/).at(-1) ?? '');
      if (way) await start({ from: 'grant', grantId: grant.id }, way === 'replace');
    } catch (error) {
      toast.error(error);
    }
  };
  return { drop, choose, sending, byDialog: capabilities.nativeDialogs };
}

/** Gives the bytes of a dropped file to the machine that Fedwright runs on, piece by piece. */
async function handOver(file: File): Promise<string> {
  if (file.size > droppedBytes)
    throw new Error(
      `${file.name} is larger than ${formatBytes(droppedBytes)}: choose it from the disk instead.`,
    );
  const { dropId } = await client.remoteFiles.beginDrop({ name: file.name, sizeBytes: file.size });
  try {
    for (let offset = 0; offset < file.size; offset += pieceBytes) {
      const bytes = new Uint8Array(await file.slice(offset, offset + pieceBytes).arrayBuffer());
      await client.remoteFiles.addToDrop({ dropId, offset, content: toBase64(bytes) });
    }
  } catch (error) {
    await client.remoteFiles.cancelDrop({ dropId }).catch(() => undefined);
    throw error;
  }
  return dropId;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In parts, as a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
