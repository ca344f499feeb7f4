import { readMapping } from './project-file';

/**
 * A project.yml with some of its participants only, for NVFlare to read. It is JSON, which every YAML reader
 * takes: anchors of participants that are left out may be used by those that stay. Studies are left out too, as
 * they name sites that are not there; only a server's kit has them.
 */
export function takeParticipants(text: string, names: ReadonlySet<string>): string {
  const { participants, studies: _, ...rest } = readMapping(text);
  const list: unknown[] = Array.isArray(participants) ? participants : [];
  const taken = list.filter((one) => names.has(nameOf(one)));
  return `${JSON.stringify({ ...rest, participants: taken }, null, 2)}\n`;
}

const nameOf = (entry: unknown): string =>
  typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : '';
