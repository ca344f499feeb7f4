import { Link } from '@tanstack/react-router';
import { Copy, Trash2 } from 'lucide-react';
import type { Participant } from '../../preload/contract/projects';
import { IconButton } from '../ui/button';
import { Callout } from '../ui/error';
import { InspectorHead } from '../ui/inspector-head';
import { Term } from '../ui/tooltip';
import { AdminFields } from './admin-fields';
import { ClientFields } from './client-fields';
import { useEditor } from './editor-context';
import { NameField } from './identity-fields';
import { typeIcons } from './participant-icon';
import { typeWords } from './project-words';
import { RelayFields } from './relay-fields';
import { ServerFields } from './server-fields';
import { unshownOfParticipant } from './unshown';
import { UnshownProblems } from './unshown-problems';
import { useDisabled } from './use-disabled';
import { useParticipantActions } from './use-participant-actions';

/** Edits the selected participant. */
export function ParticipantInspector({ participant }: { participant: Participant }) {
  const { problems, unsupported } = useEditor();
  const { key, type } = participant;
  return (
    <>
      <ParticipantHead participant={participant} />
      <div key={key} className="flex flex-col gap-3 p-4">
        <DisabledNote participant={participant.name} />
        <UnshownProblems
          participantKey={key}
          problems={unshownOfParticipant([...problems, ...unsupported], key, type)}
        />
        <ParticipantFields participant={participant} />
      </div>
    </>
  );
}

/** Runs leave it out, whatever is said of it here. */
function DisabledNote({ participant }: { participant: string }) {
  const { projectId } = useEditor();
  const disabled = useDisabled(projectId).get(participant);
  if (!disabled) return null;
  return (
    <Callout
      tone="attention"
      title="Disabled: runs leave it out"
      action={
        <Link
          to="/projects/$projectId/kit-history"
          params={{ projectId }}
          search={{ participant }}
          className="rounded-sm text-accent hover:underline"
        >
          Kit history
        </Link>
      }
    >
      {disabled.reason}
    </Callout>
  );
}

function ParticipantHead({ participant }: { participant: Participant }) {
  const { readOnly, select } = useEditor();
  const { duplicate, remove } = useParticipantActions();
  const { key, type, name } = participant;
  const Icon = typeIcons[type];
  return (
    <InspectorHead
      title={name || 'Unnamed participant'}
      mark={<Icon aria-hidden className="size-4 text-faint" />}
      actions={
        <>
          <span className="self-center text-sm text-muted">
            <Term term={typeWords[type].label} explain={typeWords[type].explain} />
          </span>
          {readOnly || type === 'server' ? null : (
            <IconButton icon={Copy} size="sm" label="Duplicate" onClick={() => duplicate(key)} />
          )}
          {readOnly ? null : (
            <IconButton icon={Trash2} size="sm" label="Remove" onClick={() => remove([key])} />
          )}
        </>
      }
      onClose={() => select(null)}
    />
  );
}

function ParticipantFields({ participant }: { participant: Participant }) {
  switch (participant.type) {
    case 'server':
      return <ServerFields participant={participant} />;
    case 'client':
      return <ClientFields participant={participant} />;
    case 'relay':
      return <RelayFields participant={participant} />;
    case 'admin':
      return <AdminFields participant={participant} />;
    case 'other':
      return <OtherFields participant={participant} />;
  }
}

/** A type that Fedwright does not edit: what the file says is kept, and said. */
function OtherFields({ participant }: { participant: Extract<Participant, { type: 'other' }> }) {
  return (
    <>
      <Callout tone="info" title={`Type “${participant.declaredType}”`}>
        Fedwright does not edit participants of this type. The entry is kept as it is in the file.
      </Callout>
      <NameField participant={participant} />
    </>
  );
}
