import { useState } from 'react';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { Checkbox, Field, TextInput } from '../../ui/field';
import { CreateDialog } from '../create-dialog';

interface NewNetworkProps {
  hosts: Host[];
  hostId: string | null;
  onClose: () => void;
}

/** A subnet in its usual form; main and the engine look closer. */
const looksLikeSubnet = (text: string): boolean => /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(text);

export function NewNetwork({ hosts, hostId, onClose }: NewNetworkProps) {
  const [subnet, setSubnet] = useState('');
  const [internal, setInternal] = useState(false);
  const wrong = subnet.trim() !== '' && !looksLikeSubnet(subnet.trim());
  return (
    <CreateDialog
      noun="network"
      hosts={hosts}
      hostId={hostId}
      driver="bridge"
      optionsHelp="One a line, such as com.docker.network.driver.mtu=1400."
      fault={wrong}
      create={(made) => client.networks.create({ ...made, internal, subnet: subnet.trim() || null })}
      onClose={onClose}
    >
      <Field
        label="Subnet"
        help="Empty: the engine chooses a free one."
        error={wrong ? 'Such as 10.20.0.0/24.' : undefined}
      >
        <TextInput mono maxLength={60} value={subnet} onChange={(event) => setSubnet(event.target.value)} />
      </Field>
      <Checkbox
        checked={internal}
        onCheckedChange={setInternal}
        label="Internal"
        help="Its containers reach each other and nothing else."
      />
    </CreateDialog>
  );
}
