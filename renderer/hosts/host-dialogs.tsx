import type { Host } from '../../preload/contract/hosts';
import { ConfirmDialog } from '../ui/dialog';
import { HostDialog } from './host-dialog';
import { KeyDialog } from './key-dialog';
import { SecretDialog } from './secret-dialog';
import type { HostFlow } from './use-host-flow';

/** The dialog that is open about one of the hosts. */
export function HostDialogs({ flow, hosts }: { flow: HostFlow; hosts: Host[] }) {
  const { step, close } = flow;
  const host = hosts.find(({ id }) => id === step?.hostId);
  if (!step || !host) return null;
  if (step.what === 'edit') return <HostDialog host={host} hosts={hosts} onClose={close} onSaved={close} />;
  if (step.what === 'remove') return <RemoveDialog host={host} flow={flow} />;
  if (step.what === 'secret')
    return <SecretDialog host={host} kind={step.kind} onClose={close} onKept={() => flow.connect(host.id)} />;
  const onTrusted = step.what === 'trust-key' ? () => flow.connect(host.id) : close;
  return <KeyDialog host={host} onClose={close} onTrusted={onTrusted} />;
}

function RemoveDialog({ host, flow }: { host: Host; flow: HostFlow }) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && flow.close()}
      title={`Remove ${host.name}`}
      confirmLabel="Remove host"
      danger
      onConfirm={() => flow.remove(host)}
    >
      <p>
        Fedwright forgets this host, with its password and passphrase. Nothing is changed on the machine
        itself.
        {host.connection.uses > 0 ? ' What uses its connection now ends.' : ''}
      </p>
    </ConfirmDialog>
  );
}
