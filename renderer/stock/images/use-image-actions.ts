import { client } from '../../rpc/client';
import { useHost } from '../../rpc/use-capabilities';
import { pickPath } from '../../shell/pick-path';
import { confirm } from '../../ui/confirm';
import { followDownload } from '../../ui/download-link';
import { toast } from '../../ui/toast';
import { useForEach } from '../for-each';
import { countOf, listNames } from '../words';
import { type ImageRow, nameOf } from './image-rows';

const count = (n: number) => countOf(n, 'image');

/** What is done with chosen images. */
export function useImageActions() {
  const { capabilities } = useHost();
  const { busy, run } = useForEach<ImageRow>(nameOf, count);

  return {
    busy,
    async remove(rows: ImageRow[]): Promise<void> {
      const used = rows.filter(({ usedBy }) => usedBy.length > 0);
      if (!(await confirm(used.length === 0 ? askToRemove(rows) : askToForce(rows, used)))) return;
      await run(rows, 'Removed', (row) =>
        client.images.remove({ hostId: row.hostId, imageId: row.id, force: row.usedBy.length > 0 }),
      );
    },
    /** Into one tar; all are of one host. */
    async save(rows: ImageRow[]): Promise<void> {
      const [first] = rows;
      if (!first) return;
      const wanted = { hostId: first.hostId, imageIds: rows.map(({ id }) => id) };
      try {
        if (!capabilities.nativeDialogs) {
          const { url, fileName } = await client.images.link(wanted);
          return followDownload(url, fileName);
        }
        const name = rows.length === 1 ? nameOf(first) : `images of ${first.hostName}`;
        const grant = await pickPath({
          ...{ kind: 'save', title: `Save ${count(rows.length)}` },
          suggestedName: `${name.replaceAll(/[^\w.-]+/g, '-')}.tar`,
        });
        if (grant) await client.images.save({ ...wanted, grantId: grant.id });
      } catch (error) {
        toast.error(error);
      }
    },
    async load(hostId: string): Promise<void> {
      try {
        const grant = await pickPath({ kind: 'file', title: 'Choose a tar of images' });
        if (grant) await client.images.load({ hostId, grantId: grant.id });
      } catch (error) {
        toast.error(error);
      }
    },
  };
}
export type ImageActions = ReturnType<typeof useImageActions>;

const askToRemove = (rows: ImageRow[]) => ({
  title: `Remove ${count(rows.length)}?`,
  text: `${listNames(rows.map(nameOf))}: with all tags. Layers that other images use stay. An image that no registry has is gone.`,
  ...{ confirmLabel: 'Remove', danger: true },
});

const askToForce = (rows: ImageRow[], used: ImageRow[]) => ({
  title: `Remove ${count(rows.length)} with force?`,
  text: `${listNames(used.map(nameOf))}: used by ${listNames(used.flatMap(({ usedBy }) => usedBy.map(({ name }) => name)))}. Stopped containers stay, without an image to make them anew. An image that a running container uses is not removed.`,
  ...{ confirmLabel: 'Remove with force', danger: true },
});
