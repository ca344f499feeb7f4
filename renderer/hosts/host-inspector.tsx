import { useNavigate } from '@tanstack/react-router';
import {
  Container,
  Ellipsis,
  EthernetPort,
  FolderTree,
  KeyRound,
  Pencil,
  PlugZap,
  Rocket,
  Send,
  SquareTerminal,
  Trash2,
  Unplug,
} from 'lucide-react';
import type { Host } from '../../preload/contract/hosts';
import { useHost } from '../rpc/use-capabilities';
import { Button, IconButton } from '../ui/button';
import { Copyable } from '../ui/copy';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { Menu, type MenuItem } from '../ui/menu';
import { Status } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { ConnectionProblem } from './connection-problem';
import { HostHealth } from './host-health';
import { authWords, describeAddress, stateOf, stateWords } from './host-words';
import { missingWords } from './kind-words';
import { tlsFacts } from './tls-facts';
import type { HostFlow } from './use-host-flow';

interface HostInspectorProps {
  host: Host;
  hosts: Host[];
  flow: HostFlow;
  onClose: () => void;
}

/** One host: how it is, what can be done, what is known. */
export function HostInspector({ host, hosts, flow, onClose }: HostInspectorProps) {
  return (
    <>
      <InspectorHead title={host.name} onClose={onClose}>
        <Status
          {...stateWords[stateOf(host)]}
          detail={host.kind === 'local' ? null : <RelativeTime at={host.connection.since} />}
        />
      </InspectorHead>
      <div className="flex flex-col gap-5 p-4">
        <HostActions host={host} flow={flow} />
        {host.kind === 'local' ? null : <ConnectionProblem host={host} flow={flow} />}
        {missingWords[host.kind] ? <p className="text-muted">{missingWords[host.kind]}</p> : null}
        <FactList layout="column" facts={factsOf(host, hosts)} />
        <HostHealth key={host.id} host={host} />
        {host.notes ? <p className="wrap-break-word whitespace-pre-wrap text-muted">{host.notes}</p> : null}
      </div>
    </>
  );
}

/** What is done most; the menu has the rest. */
function HostActions({ host, flow }: { host: Host; flow: HostFlow }) {
  const navigate = useNavigate();
  const ssh = host.kind === 'ssh';
  return (
    <div className="flex flex-wrap gap-2">
      <ConnectButton host={host} flow={flow} />
      {ssh ? (
        <Button
          icon={SquareTerminal}
          onClick={() => void navigate({ to: '/terminals', search: { host: host.id } })}
        >
          Terminal
        </Button>
      ) : null}
      {ssh ? (
        <Button
          icon={FolderTree}
          onClick={() => void navigate({ to: '/hosts/$hostId/files', params: { hostId: host.id } })}
        >
          Files
        </Button>
      ) : null}
      {ssh ? null : (
        <Button
          icon={EthernetPort}
          onClick={() => void navigate({ to: '/hosts/$hostId/ports', params: { hostId: host.id } })}
        >
          Ports
        </Button>
      )}
      <MoreActions host={host} flow={flow} />
    </div>
  );
}

/** One button for both ways, so that the keyboard is still on it when the state has changed. */
function ConnectButton({ host, flow }: { host: Host; flow: HostFlow }) {
  const { state } = host.connection;
  const closed = state === 'closed' || state === 'failed';
  // Of an engine behind TLS there is no connection to end.
  if (host.kind === 'local' || (host.kind !== 'ssh' && !closed)) return null;
  return (
    <Button
      icon={closed ? PlugZap : Unplug}
      variant={closed ? 'primary' : undefined}
      // Held down, Enter would press what it has become: each time a login, until the account is locked.
      onKeyDown={(event) => event.repeat && event.key === 'Enter' && event.preventDefault()}
      onClick={() => (closed ? flow.connect(host.id) : flow.disconnect(host.id))}
    >
      {closed ? 'Connect' : state === 'open' ? 'Disconnect' : 'Stop trying'}
    </Button>
  );
}

function MoreActions({ host, flow }: { host: Host; flow: HostFlow }) {
  const show = (what: 'edit' | 'remove' | 'look-at-key') => () => flow.show({ what, hostId: host.id });
  const navigate = useNavigate();
  const { permissions } = useHost().actor;
  const { id: hostId } = host;
  const items: MenuItem[] = [];
  if (host.kind === 'ssh')
    items.push({
      ...{ label: 'Ports', icon: EthernetPort },
      onSelect: () => void navigate({ to: '/hosts/$hostId/ports', params: { hostId } }),
    });
  items.push({
    ...{ label: 'Containers', icon: Container },
    onSelect: () => void navigate({ to: '/containers', search: { host: hostId } }),
  });
  items.push({
    ...{ label: 'Deployments', icon: Rocket },
    onSelect: () => void navigate({ to: '/deployments', search: { host: hostId } }),
  });
  if (permissions.includes('deployments.manage'))
    items.push({
      ...{ label: 'Send kits', icon: Send },
      onSelect: () => void navigate({ to: '/deployments', search: { host: hostId, new: 1 } }),
    });
  items.push('separator', { label: 'Edit', icon: Pencil, onSelect: show('edit') });
  if (host.kind === 'ssh')
    items.push({ label: 'Check host key', icon: KeyRound, onSelect: show('look-at-key') });
  items.push('separator', { label: 'Remove', icon: Trash2, onSelect: show('remove'), danger: true });
  return (
    <Menu
      label="More actions"
      align="start"
      items={items}
      trigger={<IconButton icon={Ellipsis} label="More actions" />}
    />
  );
}

function factsOf(host: Host, hosts: Host[]) {
  const jump = hosts.find(({ id }) => id === host.jumpHostId);
  return [
    ...(host.kind === 'ssh'
      ? [
          { label: 'Address', value: <Copyable label="address" value={describeAddress(host)} /> },
          { label: 'User', value: host.username },
          { label: 'Log in with', value: authWords[host.auth] },
          ...(host.auth === 'key' && host.keyFile
            ? [{ label: 'Key file', value: <Copyable mono label="path" value={host.keyFile} /> }]
            : []),
          ...(jump ? [{ label: 'Jump host', value: jump.name }] : []),
          { label: 'In use by', value: describeUses(host.connection.uses) },
        ]
      : []),
    ...tlsFacts(host),
    ...(host.group ? [{ label: 'Group', value: host.group }] : []),
    ...(host.labels.length > 0 ? [{ label: 'Labels', value: host.labels.join(', ') }] : []),
    ...(host.kind === 'docker-tls'
      ? []
      : [{ label: 'Docker socket', value: <Copyable mono label="path" value={host.dockerSocket} /> }]),
  ];
}

const describeUses = (uses: number): string =>
  uses === 0 ? 'Nothing now' : uses === 1 ? '1 use' : `${uses} uses`;
