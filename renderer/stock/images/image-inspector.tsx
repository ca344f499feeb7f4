import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImageDetail } from '../../../preload/contract/images';
import { client, orpc } from '../../rpc/client';
import { useHost } from '../../rpc/use-capabilities';
import { IconButton } from '../../ui/button';
import { Copyable } from '../../ui/copy';
import { ErrorPanel } from '../../ui/error';
import { FactList } from '../../ui/facts';
import { formatExact } from '../../ui/format';
import { InspectorHead } from '../../ui/inspector-head';
import { Progress } from '../../ui/progress';
import { Status } from '../../ui/status';
import { Bytes } from '../../ui/time';
import { toast } from '../../ui/toast';
import { Labels, Users } from '../inspector-parts';
import { useRefreshStock } from '../use-host-lists';
import { shortId } from '../words';
import { type ImageRow, nameOf, useOf, useWords } from './image-rows';

interface ImageInspectorProps {
  row: ImageRow;
  actions: ReactNode;
  onClose: () => void;
}

/** Everything that the engine says of one image, its layers included. */
export function ImageInspector({ row, actions, onClose }: ImageInspectorProps) {
  const detail = useQuery({
    ...orpc.images.inspect.queryOptions({ input: { hostId: row.hostId, imageId: row.id }, retry: false }),
    queryKey: [['stock', 'image'], row.hostId, row.id, row.tags.join(' ')],
  });
  return (
    <>
      <InspectorHead title={nameOf(row)} onClose={onClose}>
        <Status {...useWords[useOf(row)]} detail={row.hostName} />
      </InspectorHead>
      <div className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
        <Tags row={row} />
        <Users users={row.usedBy} none="No container is made of it." />
        {detail.error ? <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} /> : null}
        {detail.isPending ? <Progress value={null} label="Asking the engine" /> : null}
        {detail.data ? <Facts row={row} detail={detail.data} /> : null}
        <Labels labels={row.labels} />
        {detail.data ? <History detail={detail.data} /> : null}
      </div>
    </>
  );
}

/** The last tag cannot be taken away: the image would go with it. */
function Tags({ row }: { row: ImageRow }) {
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const refresh = useRefreshStock();
  const untag = (tag: string) =>
    client.images
      .untag({ hostId: row.hostId, imageId: row.id, tag })
      .catch((error: unknown) => toast.error(error))
      .finally(() => void refresh(row.hostId));
  if (row.tags.length === 0) return null;
  return (
    <section aria-label="Tags" className="flex flex-col gap-1.5">
      <h3 className="font-semibold">Tags</h3>
      <ul className="flex flex-col gap-1">
        {row.tags.map((tag) => (
          <li key={tag} className="flex items-center gap-2">
            <Copyable mono value={tag} label="tag" />
            {mayManage && row.tags.length > 1 ? (
              <IconButton icon={X} size="sm" label={`Take away ${tag}`} onClick={() => void untag(tag)} />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Facts({ row, detail }: { row: ImageRow; detail: ImageDetail }) {
  const mono = (words: string[]) =>
    words.length > 0 ? <span className="font-mono text-sm wrap-anywhere">{words.join(' ')}</span> : null;
  const facts = [
    {
      label: 'Id',
      value: (
        <Copyable mono value={row.id} label="id">
          {shortId(row.id)}
        </Copyable>
      ),
    },
    { label: 'Size', value: <Bytes value={row.sizeBytes} /> },
    { label: 'Built', value: formatExact(row.createdAt) },
    { label: 'Tagged', value: detail.taggedAt === null ? null : formatExact(detail.taggedAt) },
    { label: 'Platform', value: detail.platform },
    { label: 'Entry point', value: mono(detail.entrypoint) },
    { label: 'Command', value: mono(detail.command) },
    { label: 'Folder', value: mono([detail.workingFolder].filter(Boolean)) },
    { label: 'User', value: detail.user },
    { label: 'Ports', value: detail.ports.join(', ') },
    { label: 'Digests', value: mono(row.digests) },
  ];
  return <FactList layout="column" facts={facts.filter(({ value }) => value !== null && value !== '')} />;
}

/** Newest first, each with what it added. */
function History({ detail }: { detail: ImageDetail }) {
  return (
    <section aria-label="Layers" className="flex flex-col gap-1.5">
      <h3 className="font-semibold">Layers</h3>
      <ol className="flex flex-col divide-y divide-line rounded border border-line">
        {detail.history.map((step, index) => (
          <li key={index} className="flex flex-col gap-0.5 px-2.5 py-1.5">
            <div className="flex items-baseline justify-between gap-3 text-sm text-muted">
              <span>{formatExact(step.createdAt)}</span>
              <Bytes value={step.sizeBytes} />
            </div>
            <code className="max-h-24 overflow-y-auto font-mono text-sm wrap-anywhere select-text">
              {step.command || step.comment || 'Unknown'}
            </code>
          </li>
        ))}
      </ol>
    </section>
  );
}
