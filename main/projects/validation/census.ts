import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import { hasForeignBuilder } from './builders';
import type { Checked, Rule } from './context';
import { isOverseer } from './participants';

/** `max_num_clients` of the server's resources.json, as NVFlare writes it. */
const maxClients = 100;

/** How many of each there are, and entries that NVFlare makes no kit for. */
export const censusRules: Rule = (project) => [
  ...(project.isEdge ? [] : [...checkServers(project), ...checkClients(project)]),
  ...checkAdmins(project),
  ...checkOthers(project),
];

function checkServers({ servers, model, rest }: Checked): Problem[] {
  const [, ...extra] = servers;
  if (servers.length === 0 && (rest.hasParticipants || model.participants.length > 0))
    return [
      error(
        'participants',
        'server.missing',
        'The project has no server.',
        'Add one participant of type server.',
      ),
    ];
  return extra.map(({ path }) =>
    error(
      `${path}.type`,
      'server.several',
      'A project has exactly one server, and there is another one above.',
      'Remove one of them. Two federations are two projects.',
    ),
  );
}

function checkClients({ clients }: Checked): Problem[] {
  if (clients.length === 0)
    return [
      warning(
        'participants',
        'clients.none',
        'The project has no site yet.',
        'Add a site for each party that has data, or paste a table of them into the participants.',
      ),
    ];
  if (clients.length <= maxClients) return [];
  return [
    warning(
      'participants',
      'clients.many',
      `The project has ${clients.length} sites. A server takes ${maxClients} unless told otherwise.`,
      `Raise max_num_clients in local/resources.json of the server before the ${maxClients + 1}st site connects.`,
    ),
  ];
}

function checkAdmins({ admins, model }: Checked): Problem[] {
  if (model.participants.length === 0) return [];
  if (admins.length === 0)
    return [
      warning(
        'participants',
        'admins.none',
        'The project has no admin, so nobody could submit a job or look at the federation.',
        'Add an admin with the role project_admin.',
      ),
    ];
  if (admins.some(({ entry }) => entry.role === 'project_admin')) return [];
  return [
    warning(
      'participants',
      'admins.project-admin',
      'No admin has the role project_admin, so nobody could manage the whole federation.',
      'Give that role to one of them.',
    ),
  ];
}

function checkOthers(project: Checked): Problem[] {
  const { others, features } = project;
  return others.flatMap(({ entry, path }) => {
    const field = `${path}.type`;
    if (isOverseer(entry) && features && !features.studies)
      return [
        error(
          field,
          'overseer.refused',
          features.overseer
            ? 'Fedwright makes no kits of overseers.'
            : 'The NVFlare in use refuses participants of type overseer.',
          'Remove it: the server needs none.',
        ),
      ];
    if (isOverseer(entry))
      return [
        warning(
          field,
          'overseer.ignored',
          'NVFlare ignores overseers since 2.8.',
          'Remove it: the server needs none.',
        ),
      ];
    if (entry.declaredType === '')
      return [
        error(
          field,
          'type.missing',
          'This participant has no type.',
          'Choose server, client, relay or admin.',
        ),
      ];
    const make = hasForeignBuilder(project) && /^[A-Za-z0-9_]+$/.test(entry.declaredType) ? warning : error;
    return [
      make(
        field,
        'type.unknown',
        `NVFlare makes no kit for a participant of type ${quote(entry.declaredType)}.`,
        'Choose server, client, relay or admin.',
      ),
    ];
  });
}
