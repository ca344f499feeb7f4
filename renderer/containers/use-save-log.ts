import { useState } from 'react';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { followDownload } from '../ui/download-link';
import { toast } from '../ui/toast';
import { countOf } from './container-words';
import type { ContainerRow } from './host-view';

/**
 * Saves whole logs, of several merged into one: in a window where its dialog says and as a task, in a browser as
 * browsers do.
 */
export function useSaveLog(rows: ContainerRow[]) {
  const { capabilities } = useHost();
  const [saving, setSaving] = useState(false);
  const containers = rows.map(({ hostId, id }) => ({ hostId, containerId: id }));
  const name = rows.length === 1 ? (rows[0]?.name ?? '') : countOf(rows.length);

  async function saveAs(): Promise<void> {
    if (!capabilities.nativeDialogs) {
      const { url, fileName } = await client.containers.logLink({ containers });
      return followDownload(url, fileName);
    }
    const suggestedName = `${name.replaceAll(/[^\w.-]+/g, '-')}.log`;
    const title = rows.length === 1 ? `Save the log of ${name}` : `Save the logs of ${name}`;
    const grant = await pickPath({ kind: 'save', title, suggestedName });
    if (!grant) return;
    const task = await client.containers.saveLog({ containers, grantId: grant.id });
    toast.success(task.title, { description: 'It goes on among the tasks, also when this is closed.' });
  }

  return {
    saving,
    async save(): Promise<void> {
      setSaving(true);
      try {
        await saveAs();
      } catch (error) {
        toast.error(error);
      } finally {
        setSaving(false);
      }
    },
  };
}
