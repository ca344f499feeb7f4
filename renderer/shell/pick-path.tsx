import { create } from 'zustand';
import type { Grant } from '../../preload/contract/files';
import { client } from '../rpc/client';
import { FolderPicker } from './folder-picker';

export interface PickRequest {
  kind: Grant['kind'];
  title: string;
  suggestedName?: string;
  /** Begins with what begins with a dot, such as the folder of SSH keys. */
  hidden?: boolean;
}

interface Picking {
  request: PickRequest | null;
  settle: (grant: Grant | null) => void;
}

const usePicking = create<Picking>(() => ({ request: null, settle: () => {} }));

/**
 * Lets the person choose a file, a folder or where to save, on the machine that Fedwright runs on. Uses the
 * system's dialog where the door has one, else a browser of folders. Null: cancelled.
 */
export async function pickPath(request: PickRequest): Promise<Grant | null> {
  const { capabilities } = await client.host.describe();
  if (capabilities.nativeDialogs) return client.files.choose(request);
  usePicking.getState().settle(null);
  return new Promise((resolve) => {
    const settle = (grant: Grant | null) => {
      usePicking.setState({ request: null, settle: () => {} });
      resolve(grant);
    };
    usePicking.setState({ request, settle });
  });
}

/** Shows the folder browser when `pickPath` asks for it; once, at the root of the page. */
export function PickPathHost() {
  const { request, settle } = usePicking();
  return request ? <FolderPicker request={request} onDone={settle} /> : null;
}
