import { type AdminParticipant, adminRoles } from '../../preload/contract/projects';
import { ConnectToFields } from './connect-to-fields';
import { useEditor } from './editor-context';
import { ChoiceField } from './editor-fields';
import { NameField, OrgField, ParticipantDescription } from './identity-fields';
import { patchParticipant } from './model-edit';
import { roleWords } from './roles';

const roleChoices = adminRoles.map((value) => ({ value, label: roleWords[value]?.label ?? value }));

/** Everything about an admin: a person, an organisation, and what they may do. */
export function AdminFields({ participant }: { participant: AdminParticipant }) {
  const { edit } = useEditor();
  const { key, role } = participant;
  const change = (patch: Partial<Omit<AdminParticipant, 'key' | 'type'>>) =>
    edit((model) => patchParticipant(model, key, patch));
  return (
    <>
      <NameField participant={participant} />
      <OrgField participant={participant} />
      <ChoiceField
        place={{ key, path: 'role' }}
        label="Role"
        required
        help={role ? roleWords[role]?.rights : undefined}
        value={role}
        onChange={(next) => change({ role: next })}
        unset="Choose a role"
        choices={roleChoices}
      />
      <ParticipantDescription participant={participant} />
      <ConnectToFields
        participantKey={key}
        value={participant.connectTo}
        onChange={(connectTo) => change({ connectTo })}
      />
    </>
  );
}
