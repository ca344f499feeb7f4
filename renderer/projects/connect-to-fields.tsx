import type { ConnectTo } from '../../preload/contract/projects';
import { useEditor } from './editor-context';
import { NumberField, OptionalTextField, SecurityField } from './editor-fields';
import { FieldGroup } from './field-group';
import { defaults } from './nvflare-defaults';
import { emptyConnectTo, patchConnectTo } from './participant-edit';
import { ParticipantNameField } from './participant-name-field';

interface ConnectToFieldsProps {
  participantKey: string;
  value: ConnectTo | null;
  onChange: (value: ConnectTo | null) => void;
}

/** Where a participant connects instead of to the server's default host. */
export function ConnectToFields({ participantKey: key, value, onChange }: ConnectToFieldsProps) {
  const { model } = useEditor();
  const current = value ?? emptyConnectTo;
  const change = (patch: Partial<ConnectTo>) => onChange(patchConnectTo(value, patch));
  const targets = model.participants
    .filter((p) => p.key !== key && (p.type === 'relay' || p.type === 'server'))
    .map((p) => p.name);
  return (
    <FieldGroup
      title="Connects to"
      help="Leave empty to connect to the server at its default host."
      place={{ key, path: 'connect_to' }}
      filled={value !== null}
    >
      <ParticipantNameField
        place={{ key, path: 'connect_to.name' }}
        label="Server or relay"
        value={current.name}
        onChange={(name) => change({ name })}
        unset={defaults.connectToName}
        names={targets}
      />
      <OptionalTextField
        place={{ key, path: 'connect_to.host' }}
        label="Host"
        value={current.host}
        onChange={(host) => change({ host })}
        placeholder={defaults.connectToHost}
      />
      <NumberField
        place={{ key, path: 'connect_to.port' }}
        label="Port"
        value={current.port}
        onChange={(port) => change({ port })}
        placeholder={defaults.connectToPort}
      />
      <SecurityField
        place={{ key, path: 'connect_to.connection_security' }}
        value={current.connectionSecurity}
        onChange={(connectionSecurity) => change({ connectionSecurity })}
        unset="As where it connects"
      />
    </FieldGroup>
  );
}
