import type { RelayParticipant } from '../../preload/contract/projects';
import { ConnectToFields } from './connect-to-fields';
import { useEditor } from './editor-context';
import { SecurityField } from './editor-fields';
import { NameField, OrgField, ParticipantDescription } from './identity-fields';
import { ListeningHostFields } from './listening-host-fields';
import { patchParticipant } from './model-edit';

/** Everything about a relay: where it listens for the sites behind it, and where it passes things on to. */
export function RelayFields({ participant }: { participant: RelayParticipant }) {
  const { edit } = useEditor();
  const { key } = participant;
  const change = (patch: Partial<Omit<RelayParticipant, 'key' | 'type'>>) =>
    edit((model) => patchParticipant(model, key, patch));
  return (
    <>
      <NameField participant={participant} />
      <OrgField participant={participant} />
      <ParticipantDescription participant={participant} />
      <SecurityField
        place={{ key, path: 'connection_security' }}
        value={participant.connectionSecurity}
        onChange={(connectionSecurity) => change({ connectionSecurity })}
      />
      <ListeningHostFields
        participantKey={key}
        value={participant.listeningHost}
        onChange={(listeningHost) => change({ listeningHost })}
        help="Where the sites and relays behind it connect. Every relay needs this."
      />
      <ConnectToFields
        participantKey={key}
        value={participant.connectTo}
        onChange={(connectTo) => change({ connectTo })}
      />
    </>
  );
}
