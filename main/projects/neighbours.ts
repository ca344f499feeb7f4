import type { Problem } from '../../preload/contract/meta';
import type { ProjectListener } from './listeners';
import { quote, warning } from './problem';

/** Another project, and where it listens. */
export interface NeighbourProject {
  id: string;
  name: string;
  workspace: string | null;
  listeners: ProjectListener[];
}

interface Neighbour {
  project: NeighbourProject;
  listener: ProjectListener;
}

/** Who listens on which machine; looked up by host, as there may be hundreds of projects. */
export type Neighbourhood = ReadonlyMap<string, readonly Neighbour[]>;

/**
 * Sorts listeners by machine. `placeholders` are hosts that come with the app's own templates: two projects that
 * have them as they were delivered are on no machine yet.
 */
export function mapNeighbours(
  projects: readonly NeighbourProject[],
  placeholders: () => ReadonlySet<string>,
): Neighbourhood {
  const byHost = new Map<string, Neighbour[]>();
  for (const project of projects)
    for (const listener of project.listeners)
      for (const host of listener.hosts) {
        // Reading the templates takes a tenth of a second: at a first start nobody needs them.
        if (placeholders().has(host)) continue;
        const known = byHost.get(host);
        if (known) known.push({ project, listener });
        else byHost.set(host, [{ project, listener }]);
      }
  return byHost;
}

/**
 * What a project's server and relays would meet on their machines: a port that another project's server or relay
 * listens at as well, or another server. At most one warning of each for a listener, naming the first few projects.
 * `projectId` is null for a file that is not stored.
 */
export function neighbourProblems(
  own: { projectId: string | null; listeners: readonly ProjectListener[] },
  neighbourhood: Neighbourhood,
): Problem[] {
  return own.listeners.flatMap((listener) => {
    const met = meet(own.projectId, listener, neighbourhood);
    const clashes = met.filter(({ port }) => port !== null);
    const beside = met.filter(({ port, other }) => port === null && other.listener.kind === 'server');
    return [
      ...(clashes[0]
        ? [portTaken(listener, clashes, freePort(clashes[0], own.listeners, neighbourhood))]
        : []),
      ...(listener.kind === 'server' && beside[0] ? [hostShared(listener, beside)] : []),
    ];
  });
}

interface Meeting {
  other: Neighbour;
  host: string;
  /** The port that both listen at; null when they have none in common. */
  port: ProjectListener['ports'][number] | null;
}

function meet(projectId: string | null, own: ProjectListener, neighbourhood: Neighbourhood): Meeting[] {
  const met = new Map<ProjectListener, Meeting>();
  for (const host of own.hosts)
    for (const other of neighbourhood.get(host) ?? []) {
      if (other.project.id === projectId || met.has(other.listener)) continue;
      const port = own.ports.find((mine) => other.listener.ports.some((theirs) => theirs.port === mine.port));
      met.set(other.listener, { other, host, port: port ?? null });
    }
  return [...met.values()];
}

function portTaken(own: ProjectListener, clashes: Meeting[], free: number | null): Problem {
  const [{ host, port } = { host: '', port: null }] = clashes;
  const [field, number] = [port?.field ?? 'fed_learn_port', port?.port ?? 0];
  return warning(
    `participants[${own.at}].${field}`,
    'host.port-taken',
    `The ${own.kind} ${quote(own.name)} listens at port ${number} of ${host}, as does ${describe(clashes)}.`,
    `Only one of them can run there at a time. ${free === null ? 'Give this one another port' : `Port ${free} is free`}, or use another host.`,
  );
}

function hostShared(own: ProjectListener, beside: Meeting[]): Problem {
  const [{ host } = { host: '' }] = beside;
  const sameName = beside.some(({ other }) => other.listener.name.toLowerCase() === own.name.toLowerCase());
  return warning(
    `participants[${own.at}].name`,
    sameName ? 'host.name-taken' : 'host.shared',
    `The server ${quote(own.name)} shares ${host} with ${describe(beside)}${sameName ? ', under the same name' : ''}.`,
    'NVFlare keeps the jobs and snapshots of both in /tmp/nvflare unless local/resources.json of each kit names places of its own.',
  );
}

const named = 3;

function describe(meetings: Meeting[]): string {
  const words = meetings.slice(0, named).map(({ other: { project, listener } }) => {
    const where = project.workspace === null ? '' : ` in the workspace ${quote(project.workspace)}`;
    return `the ${listener.kind} ${quote(listener.name)} of the project ${quote(project.name)}${where}`;
  });
  const more = meetings.length - named;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The first port after theirs that nobody on the host and nothing of the project itself uses. */
function freePort(
  { host, port }: Meeting,
  own: readonly ProjectListener[],
  neighbourhood: Neighbourhood,
): number | null {
  const others = (neighbourhood.get(host) ?? []).map(({ listener }) => listener);
  const taken = new Set([...others, ...own].flatMap(({ ports }) => ports.map((each) => each.port)));
  for (let next = (port?.port ?? 0) + 1; next <= 65_535; next += 1) if (!taken.has(next)) return next;
  return null;
}
