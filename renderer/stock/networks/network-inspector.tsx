import type { ReactNode } from 'react';
import { Copyable } from '../../ui/copy';
import { FactList } from '../../ui/facts';
import { formatExact } from '../../ui/format';
import { InspectorHead } from '../../ui/inspector-head';
import { Status } from '../../ui/status';
import { Labels, Users } from '../inspector-parts';
import { describeSubnets, type NetworkRow, reachOf, reachWords, useOf, useWords } from './network-rows';

interface NetworkInspectorProps {
  row: NetworkRow;
  actions: ReactNode;
  onClose: () => void;
}

export function NetworkInspector({ row, actions, onClose }: NetworkInspectorProps) {
  const facts = [
    { label: 'Host', value: row.hostName },
    {
      label: 'Id',
      value: (
        <Copyable mono value={row.id} label="id">
          {row.id.slice(0, 12)}
        </Copyable>
      ),
    },
    { label: 'Driver', value: row.driver },
    { label: 'Scope', value: row.scope },
    {
      label: 'Reach',
      value: reachWords[reachOf(row)],
    },
    { label: 'Subnet', value: describeSubnets(row) },
    {
      label: 'Gateway',
      value: row.subnets
        .map(({ gateway }) => gateway)
        .filter(Boolean)
        .join(', '),
    },
    { label: 'Made', value: row.createdAt === null ? '' : formatExact(row.createdAt) },
  ];
  return (
    <>
      <InspectorHead title={row.name} onClose={onClose}>
        <Status {...useWords[useOf(row)]} detail={row.hostName} />
      </InspectorHead>
      <div className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
        <Users users={row.usedBy} none="No container is in it." />
        <FactList layout="column" facts={facts.filter(({ value }) => value !== '')} />
        <Labels labels={row.labels} />
      </div>
    </>
  );
}
