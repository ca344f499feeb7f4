import { type ListeningHost, schemes } from '../../preload/contract/projects';
import { ChoiceField, HostNamesField, NumberField, OptionalTextField, SecurityField } from './editor-fields';
import { FieldGroup } from './field-group';
import { defaults } from './nvflare-defaults';
import { emptyListeningHost, patchListeningHost } from './participant-edit';

interface ListeningHostFieldsProps {
  participantKey: string;
  value: ListeningHost | null;
  onChange: (value: ListeningHost | null) => void;
  help: string;
}

const schemeChoices = schemes.map((value) => ({ value, label: value }));

/** Where a participant listens for others. */
export function ListeningHostFields({
  participantKey: key,
  value,
  onChange,
  help,
}: ListeningHostFieldsProps) {
  const current = value ?? emptyListeningHost;
  const change = (patch: Partial<ListeningHost>) => onChange(patchListeningHost(value, patch));
  return (
    <FieldGroup
      title="Listens on"
      help={help}
      place={{ key, path: 'listening_host' }}
      filled={value !== null}
    >
      <HostNamesField
        place={{ key, path: 'listening_host.host_names' }}
        label="Host names"
        help="Names and addresses under which the others reach it. They go into its certificate."
        value={current.hostNames}
        onChange={(hostNames) => change({ hostNames })}
        placeholder="relay.example.org"
      />
      <OptionalTextField
        place={{ key, path: 'listening_host.default_host' }}
        label="Default host"
        value={current.defaultHost}
        onChange={(defaultHost) => change({ defaultHost })}
        placeholder={defaults.listeningHost}
      />
      <NumberField
        place={{ key, path: 'listening_host.port' }}
        label="Port"
        value={current.port}
        onChange={(port) => change({ port })}
        placeholder={defaults.listeningPort}
      />
      <ChoiceField
        place={{ key, path: 'listening_host.scheme' }}
        label="Scheme"
        value={current.scheme}
        onChange={(scheme) => change({ scheme })}
        unset={defaults.listeningScheme}
        choices={schemeChoices}
      />
      <SecurityField
        place={{ key, path: 'listening_host.connection_security' }}
        value={current.connectionSecurity}
        onChange={(connectionSecurity) => change({ connectionSecurity })}
        unset={defaults.listeningSecurity}
      />
    </FieldGroup>
  );
}
