import type { ServerParticipant } from '../../preload/contract/projects';
import { useEditor } from './editor-context';
import { HostNamesField, NumberField, OptionalTextField, SecurityField } from './editor-fields';
import { NameField, OrgField, ParticipantDescription } from './identity-fields';
import { patchParticipant } from './model-edit';
import { defaults } from './nvflare-defaults';
import { SiteFiles } from './site-files';

/** Everything about the server: the one participant that all others must be able to reach. */
export function ServerFields({ participant }: { participant: ServerParticipant }) {
  const { edit } = useEditor();
  const { key } = participant;
  const change = (patch: Partial<Omit<ServerParticipant, 'key' | 'type'>>) =>
    edit((model) => patchParticipant(model, key, patch));
  return (
    <>
      <NameField participant={participant} />
      <OrgField participant={participant} />
      <HostNamesField
        place={{ key, path: 'host_names' }}
        label="Further host names"
        help="Other names and addresses of the server. They go into its certificate."
        value={participant.hostNames}
        onChange={(hostNames) => change({ hostNames })}
        placeholder="fl.example.org"
      />
      <OptionalTextField
        place={{ key, path: 'default_host' }}
        label="Default host"
        help="Where the others connect unless they say otherwise."
        value={participant.defaultHost}
        onChange={(defaultHost) => change({ defaultHost })}
        placeholder={defaults.serverDefaultHost(participant.name)}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          place={{ key, path: 'fed_learn_port' }}
          label="Port for sites"
          value={participant.fedLearnPort}
          onChange={(fedLearnPort) => change({ fedLearnPort })}
          placeholder={defaults.fedLearnPort}
        />
        <NumberField
          place={{ key, path: 'admin_port' }}
          label="Port for admins"
          value={participant.adminPort}
          onChange={(adminPort) => change({ adminPort })}
          placeholder={defaults.adminPort(participant.fedLearnPort)}
        />
      </div>
      <SecurityField
        place={{ key, path: 'connection_security' }}
        value={participant.connectionSecurity}
        onChange={(connectionSecurity) => change({ connectionSecurity })}
      />
      <ParticipantDescription participant={participant} />
      <SiteFiles participant={participant} change={change} />
    </>
  );
}
