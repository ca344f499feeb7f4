import type { Participant, ProjectModel } from '../../preload/contract/projects';

/**
 * A save names the entries of the file anew, by their position. Gives models from before it the keys from after
 * it. An entry that the saved file does not have gets a key that no file has, always the same one, so that it is
 * written as a new entry and never into the place of another.
 * @returns a change for models that share entries: an entry that stays the same object in two models still does.
 */
export function makeRekey(sent: ProjectModel, stored: ProjectModel): (model: ProjectModel) => ProjectModel {
  const keys = new Map(
    sent.participants.map(({ key }, index) => [key, stored.participants[index]?.key ?? key] as const),
  );
  const known = new Map<Participant, Participant>();
  const keyOf = (key: string): string => {
    const found = keys.get(key) ?? `new-${crypto.randomUUID()}`;
    keys.set(key, found);
    return found;
  };
  const rename = (participant: Participant): Participant => {
    const done = known.get(participant);
    if (done) return done;
    const key = keyOf(participant.key);
    const renamed = key === participant.key ? participant : { ...participant, key };
    known.set(participant, renamed);
    return renamed;
  };
  return (model) => ({ ...model, participants: model.participants.map(rename) });
}
