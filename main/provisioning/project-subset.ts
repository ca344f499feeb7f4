import { readMapping } from './project-file';

/**
 * A project.yml with some of its participants only, for NVFlare to read. It is JSON, which every YAML reader
 * takes: anchors of participants that are left out may be used by those that stay. Studies, which may name nobody
 * who is not there, stay for a server's kit only.
 */
export function takeParticipants(
  text: string,
  names: ReadonlySet<string>,
  { withStudies }: { withStudies: boolean },
): string {
  const { participants, studies, ...rest } = readMapping(text);
  const list: unknown[] = Array.isArray(participants) ? participants : [];
  const taken = list.filter((one) => names.has(nameOf(one)));
  return `${JSON.stringify({ ...rest, ...(withStudies && studies ? { studies } : {}), participants: taken }, null, 2)}\n`;
}

const nameOf = (entry: unknown): string =>
  typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : '';
