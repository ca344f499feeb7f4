import type { FileParticipant, ProjectFile } from './project-file';

export type Members = ReadonlyMap<string, FileParticipant>;

export const membersOf = ({ participants }: ProjectFile): Members =>
  new Map(participants.map((one) => [one.name, one]));

/** The relay that somebody connects to; undefined for those that connect to the server. */
export function relayOf(one: FileParticipant, members: Members): FileParticipant | undefined {
  const target = one.fields['connect_to'];
  const name = typeof target === 'object' && target !== null && 'name' in target ? target.name : null;
  const found = members.get(textOf(name));
  return found?.type === 'relay' ? found : undefined;
}

/** The site above a site in a hierarchy of sites. */
export function parentOf(one: FileParticipant, members: Members): FileParticipant | undefined {
  const found = members.get(textOf(one.fields['parent']));
  return found?.type === 'client' ? found : undefined;
}

export const childrenOf = (
  { name, type }: FileParticipant,
  { participants }: ProjectFile,
): FileParticipant[] =>
  type === 'client'
    ? participants.filter((one) => one.type === 'client' && textOf(one.fields['parent']) === name)
    : [];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
