import { useRef } from 'react';
import type { Participant } from '../../preload/contract/projects';
import { useEditor } from './editor-context';
import { DescriptionField, TextField } from './editor-fields';
import { findFollowers, patchParticipant, renameParticipant } from './model-edit';

const nameWords: Partial<Record<Participant['type'], { label: string; help: string }>> = {
  server: {
    label: 'Name',
    help: 'A host name. It is what the certificate is made out to, and the default host others connect to.',
  },
  client: { label: 'Name', help: 'Letters, digits, hyphens and underscores. Site policies refer to it.' },
  relay: { label: 'Name', help: 'Letters, digits, hyphens and underscores.' },
  admin: { label: 'E-mail', help: 'Signs in with this address.' },
};

/** The name of a participant. Those that connect to it or have it as their parent follow the change. */
export function NameField({ participant }: { participant: Participant }) {
  const { model, edit } = useEditor();
  const { key, name, type } = participant;
  const followers = useRef<ReadonlySet<string>>(new Set());
  const isOnly = model.participants.every((p) => p.key === key || p.name !== name);
  return (
    <TextField
      {...(nameWords[type] ?? { label: 'Name' })}
      place={{ key, path: 'name' }}
      also={['']}
      required
      value={name}
      onFocus={() => {
        followers.current = isOnly ? findFollowers(model, name) : new Set();
      }}
      onChange={(typed) => edit((m) => renameParticipant(m, key, typed, followers.current))}
    />
  );
}

/** The organisation. */
export function OrgField({ participant }: { participant: Participant }) {
  const { edit } = useEditor();
  const { key, org } = participant;
  return (
    <TextField
      place={{ key, path: 'org' }}
      label="Organisation"
      help="Letters, digits and underscores."
      required
      value={org}
      onChange={(typed) => edit((m) => patchParticipant(m, key, { org: typed }))}
    />
  );
}

/** What a participant is, in the person's own words. */
export function ParticipantDescription({ participant }: { participant: Participant }) {
  const { edit } = useEditor();
  const { key, description } = participant;
  return (
    <DescriptionField
      place={{ key, path: 'description' }}
      value={description}
      onChange={(typed) => edit((m) => patchParticipant(m, key, { description: typed }))}
    />
  );
}
