import type { Problem } from '../../preload/contract/meta';
import type { ProjectModel } from '../../preload/contract/projects';

/** The path under which problems are shown that no field of the page belongs to. */
export const unshownPath = 'file';

/**
 * Where in the editor a problem belongs. `key` is the participant's key, or null for the project itself;
 * `path` is what is left of the field: `connect_to.port`, `host_names[0]`, or empty for the whole thing.
 */
export interface FieldPlace {
  key: string | null;
  path: string;
}

/** A place to go to: its field, or where it stands in the text of the file. */
export interface FocusPlace extends FieldPlace {
  inText?: true;
}

/** A problem together with its place, so that it stays with its participant when others move. */
export interface PlacedProblem extends FieldPlace {
  problem: Problem;
}

const participantField = /^participants\[(\d+)\](?:\.(.*))?$/;

/** Arguments of builders are fields of the project: `builders.scheme` is its `scheme`. */
const builderArgument = /^builders\.(?=[a-z])/;

/** Splits a field such as `participants[2].host_names[0]`; the index is a position in the model it came from. */
export function placeField(field: string, model: ProjectModel): FieldPlace {
  const match = participantField.exec(field);
  const participant = match ? model.participants[Number(match[1])] : undefined;
  return participant
    ? { key: participant.key, path: match?.[2] ?? '' }
    : { key: null, path: field.replace(builderArgument, '') };
}

/** Problems with their places in the model that was validated. */
export const placeProblems = (problems: Problem[], model: ProjectModel): PlacedProblem[] =>
  problems.map((problem) => ({ problem, ...placeField(problem.field, model) }));

/** Whether `path` is the field `of`, or lies inside it: `host_names[0]` is inside `host_names`. */
export const isWithin = (path: string, of: string): boolean =>
  path === of || path.startsWith(`${of}.`) || path.startsWith(`${of}[`);

/** The path without its last step: `connect_to.port` → `connect_to` → the empty path. */
export const parentPath = (path: string): string => path.replace(/(?:^|\.)[^.[\]]+$|\[\d+\]$/, '');

/** The element id of the control that edits a field. */
export const fieldId = (place: FieldPlace): string =>
  `field:${encodeURIComponent(place.key ?? '')}:${encodeURIComponent(place.path)}`;

/** The place of a control by its id; null for ids of anything else. */
export function placeOfId(id: string): FieldPlace | null {
  const [, key, path] = /^field:([^:]*):([^:]*)$/.exec(id) ?? [];
  if (key === undefined || path === undefined) return null;
  return { key: key === '' ? null : decodeURIComponent(key), path: decodeURIComponent(path) };
}

/**
 * The ids to try, from the field itself outwards, when something wants to focus a field. With `only`, no more than
 * the field and what it lies in; otherwise also where there is always something.
 */
export function fieldIdsOutwards({ key, path }: FieldPlace, { only = false } = {}): string[] {
  const ids: string[] = [];
  for (let rest = path; rest !== ''; rest = parentPath(rest)) ids.push(fieldId({ key, path: rest }));
  if (only) return ids;
  ids.push(fieldId({ key, path: unshownPath }));
  if (key !== null) ids.push(fieldId({ key, path: 'name' }));
  return ids;
}

/** The messages for one control, worst first: `error` blocks provisioning, `warning` does not. */
export interface FieldMessages {
  error?: string;
  warning?: string;
}

const sentence = ({ message, hint }: Problem): string => (hint ? `${message} ${hint}` : message);

const sentences = (problems: PlacedProblem[]): FieldMessages => {
  const of = (severity: Problem['severity']) =>
    problems
      .filter((p) => p.problem.severity === severity)
      .map((p) => sentence(p.problem))
      .join(' ') || undefined;
  return { error: of('error'), warning: of('warning') };
};

/** The messages of the problems that lie at or inside one of the given fields. */
export const messagesAt = (
  problems: PlacedProblem[],
  key: string | null,
  ...paths: string[]
): FieldMessages =>
  sentences(problems.filter((p) => p.key === key && paths.some((path) => isWithin(p.path, path))));

/** The messages of the problems of exactly one field, as a whole. */
export const messagesOf = (problems: PlacedProblem[], place: FieldPlace): FieldMessages =>
  sentences(problems.filter((p) => p.key === place.key && p.path === place.path));

const words: Record<string, string> = {
  name: 'Name',
  org: 'Organisation',
  description: 'Description',
  type: 'Type',
  host_names: 'Host names',
  default_host: 'Default host',
  fed_learn_port: 'Port for sites',
  admin_port: 'Port for admins',
  connection_security: 'Connection security',
  capacity: 'Capacity',
  num_of_gpus: 'GPUs',
  mem_per_gpu_in_GiB: 'Memory per GPU',
  parent: 'Parent',
  connect_to: 'Connects to',
  listening_host: 'Listens on',
  host: 'host',
  port: 'port',
  scheme: 'Scheme',
  role: 'Role',
  api_version: 'API version',
  builders: 'Builders',
  docker_image: 'Docker image',
  packager: 'Packager',
  studies: 'Studies',
  edge: 'Edge tree',
  cc_config: 'Confidential computing',
  custom_ca_cert: 'Custom CA certificate',
  allow_log_streaming: 'Log streaming',
  overseer_agent: 'Overseer agent',
  path: 'path',
  args: 'arguments',
  participants: 'Participants',
};

/** A field in words for the summary: `connect_to.port` is "Connects to, port". */
export const describeField = (path: string): string =>
  path
    .replace(/\[\d+\]/g, '')
    .split('.')
    .filter((step) => step !== '')
    .map((step, index) => {
      const word = words[step];
      // Names of the person's own, and what begins with an abbreviation, stay as they are written.
      if (word === undefined || index === 0 || /^\p{Lu}{2}/u.test(word)) return word ?? step;
      return word.charAt(0).toLowerCase() + word.slice(1);
    })
    .join(', ');
