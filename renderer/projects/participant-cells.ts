import type { Participant, ProjectModel } from '../../preload/contract/projects';
import type { CellField } from '../ui/table';
import { useDraftStore } from './draft-store';
import { findFollowers, renameParticipant } from './model-edit';
import type { ParticipantField } from './participant-field';
import { defaults, inheritedSecurity } from './nvflare-defaults';

/** Writes a property of some participants; those of a type without it stay as they are. */
export function writeField(
  model: ProjectModel,
  field: ParticipantField,
  keys: ReadonlySet<string>,
  text: string,
): ProjectModel {
  return {
    ...model,
    participants: model.participants.map((p) => {
      if (!keys.has(p.key) || field.read(p) === text) return p;
      return field.write(p, text);
    }),
  };
}

/** Renames one participant; those that connect to it or have it as their parent follow. */
function rename(model: ProjectModel, { key, name }: Participant, to: string): ProjectModel {
  const isOnly = model.participants.every((p) => p.key === key || p.name !== name);
  return renameParticipant(model, key, to, isOnly ? findFollowers(model, name) : new Set());
}

/** The names that a property can have as its value, other than the participant's own. */
export const offeredNames = (model: ProjectModel, field: ParticipantField, own?: string): string[] => {
  const types = field.id === 'parent' ? ['client'] : ['server', 'relay'];
  return model.participants
    .filter((p) => types.includes(p.type) && p.name !== '' && p.name !== own)
    .map((p) => p.name);
};

/** What "nothing" means for a property that is chosen. */
export const unsetLabel = (field: ParticipantField, model: ProjectModel): string =>
  field.id === 'security' ? inheritedSecurity(model.connectionSecurity) : (unset[field.id] ?? 'Not set');

const unset: Record<string, string> = {
  connects_to_security: 'As where it connects',
  listens_on_scheme: defaults.listeningScheme,
  listens_on_security: defaults.listeningSecurity,
};

/** A property of a participant as a cell that is edited in place; null where its type has none. */
export function participantCell(
  projectId: string,
  field: ParticipantField,
  participant: Participant,
): CellField | null {
  if (!field.types.includes(participant.type)) return null;
  if (participant.type === 'other' && field.id !== 'name') return null;
  const { edit, editing } = useDraftStore.getState();
  const model = editing[projectId]?.draft.model;
  const { key } = participant;
  return {
    label: `${field.label} of ${participant.name || 'the participant'}`,
    value: field.read(participant),
    ...(field.choices && model
      ? { choices: [{ value: '', label: unsetLabel(field, model) }, ...field.choices] }
      : {}),
    ...(field.isName && model ? { suggestions: () => offeredNames(model, field, participant.name) } : {}),
    commit: (typed) => {
      const text = typed.trim();
      edit(projectId, (m) =>
        field.id === 'name' ? rename(m, participant, text) : writeField(m, field, new Set([key]), text),
      );
    },
  };
}
