import { useNavigate } from '@tanstack/react-router';
import {
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
  X,
} from 'lucide-react';
import type { Host } from '../../preload/contract/hosts';
import { useHost } from '../rpc/use-capabilities';
import { Button, IconButton } from '../ui/button';
import { Copyable } from '../ui/copy';
import { FactList } from '../ui/facts';
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
    <div className="flex flex-col gap-5 p-4">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-lg font-semibold" title={host.name}>
            {host.name}
          </h2>
          <Status
            {...stateWords[stateOf(host)]}
            detail={host.kind === 'local' ? null : <RelativeTime at={host.connection.since} />}
          />
        </div>
        <IconButton icon={X} label="Close the inspector" size="sm" onClick={onClose} />
      </header>
      <HostActions host={host} flow={flow} />
      {host.kind === 'local' ? null : <ConnectionProblem host={host} flow={flow} />}
      {missingWords[host.kind] ? <p className="text-muted">{missingWords[host.kind]}</p> : null}
      <FactList layout="column" facts={factsOf(host, hosts)} />
      <HostHealth key={host.id} host={host} />
      {host.notes ? <p className="wrap-break-word whitespace-pre-wrap text-muted">{host.notes}</p> : null}
    </div>
  );
}

function HostActions({ host, flow }: { host: Host; flow: HostFlow }) {
  const show = (what: 'edit' | 'remove' | 'look-at-key') => () => flow.show({ what, hostId: host.id });
  const navigate = useNavigate();
  const { permissions } = useHost().actor;
  const ssh = host.kind === 'ssh';
  const { state } = host.connection;
  const closed = state === 'closed' || state === 'failed';
  return (
    <div className="flex flex-wrap gap-2">
      {host.kind !== 'local' && closed ? (
        <Button icon={PlugZap} variant="primary" onClick={() => flow.connect(host.id)}>
          Connect
        </Button>
      ) : null}
      {ssh && !closed ? (
        <Button icon={Unplug} onClick={() => flow.disconnect(host.id)}>
          {state === 'open' ? 'Disconnect' : 'Stop trying'}
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
      {ssh ? (
        <Button
          icon={SquareTerminal}
          onClick={() => void navigate({ to: '/terminals', search: { host: host.id } })}
        >
          Terminal
        </Button>
      ) : null}
      <Button
        icon={EthernetPort}
        onClick={() => void navigate({ to: '/hosts/$hostId/ports', params: { hostId: host.id } })}
      >
        Ports
      </Button>
      <Button icon={Rocket} onClick={() => void navigate({ to: '/deployments', search: { host: host.id } })}>
        Deployments
      </Button>
      {permissions.includes('deployments.manage') ? (
        <Button
          icon={Send}
          onClick={() => void navigate({ to: '/deployments', search: { host: host.id, new: 1 } })}
        >
          Send kits
        </Button>
      ) : null}
      <Button icon={Pencil} onClick={show('edit')}>
        Change
      </Button>
      {ssh ? (
        <Button icon={KeyRound} onClick={show('look-at-key')}>
          Look at key
        </Button>
      ) : null}
      <Button icon={Trash2} onClick={show('remove')}>
        Remove
      </Button>
    </div>
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
