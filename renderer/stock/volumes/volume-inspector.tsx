import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button';
import { Copyable } from '../../ui/copy';
import { FactList } from '../../ui/facts';
import { formatExact } from '../../ui/format';
import { Status } from '../../ui/status';
import { Bytes } from '../../ui/time';
import { Labels, Users } from '../inspector-parts';
import { useOf, useWords, type VolumeRow } from './volume-rows';

interface VolumeInspectorProps {
  row: VolumeRow;
  actions: ReactNode;
  onClose: () => void;
}

export function VolumeInspector({ row, actions, onClose }: VolumeInspectorProps) {
  const facts = [
    { label: 'Host', value: row.hostName },
    { label: 'Name', value: <Copyable mono value={row.name} label="name" /> },
    { label: 'Folder', value: row.folder ? <Copyable mono value={row.folder} label="folder" /> : null },
    { label: 'Driver', value: row.driver },
    { label: 'Size', value: row.sizeBytes === null ? 'Not measured' : <Bytes value={row.sizeBytes} /> },
    { label: 'Made', value: row.createdAt === null ? null : formatExact(row.createdAt) },
    { label: 'Anonymous', value: row.anonymous ? 'Made for one container' : null },
  ];
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-lg font-semibold" title={row.name}>
            {row.name}
          </h2>
          <Status {...useWords[useOf(row)]} detail={row.hostName} />
        </div>
        <IconButton icon={X} label="Close" size="sm" onClick={onClose} />
      </div>
      <div className="flex flex-wrap items-center gap-2">{actions}</div>
      <Users users={row.usedBy} none="No container mounts it." />
      <FactList layout="column" facts={facts.filter(({ value }) => value !== null)} />
      <Labels title="Options of the driver" labels={row.options} />
      <Labels labels={row.labels} />
    </div>
  );
}
