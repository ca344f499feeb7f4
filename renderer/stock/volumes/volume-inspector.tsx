import type { ReactNode } from 'react';
import { Copyable } from '../../ui/copy';
import { FactList } from '../../ui/facts';
import { formatExact } from '../../ui/format';
import { InspectorHead } from '../../ui/inspector-head';
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
    <>
      <InspectorHead title={row.name} onClose={onClose}>
        <Status {...useWords[useOf(row)]} detail={row.hostName} />
      </InspectorHead>
      <div className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
        <Users users={row.usedBy} none="No container mounts it." />
        <FactList layout="column" facts={facts.filter(({ value }) => value !== null)} />
        <Labels title="Options of the driver" labels={row.options} />
        <Labels labels={row.labels} />
      </div>
    </>
  );
}
