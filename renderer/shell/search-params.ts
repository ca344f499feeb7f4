import { containerShells, type ContainerShellChoice } from '../../preload/contract/terminals';
import { type ExpiryLevel, expiryLevels } from '../../preload/contract/certificates';

/** A switch in the address such as `?new=1`. */
function readFlag(value: unknown): 1 | undefined {
  return value === 1 || value === '1' || value === true ? 1 : undefined;
}

/** An id or a text in the address; the router reads texts made of digits as numbers. */
function readId(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One of a few words in the address. */
function readOneOf<const T extends string>(words: readonly T[], value: unknown): T | undefined {
  return words.find((word) => word === value);
}

type Search = Record<string, unknown>;
const projectTabs = [
  'participants',
  'graph',
  'project',
  'studies',
  'provisioning',
  'yaml',
  'runs',
  'kits',
  'ca',
] as const;
const historyTabs = ['participants', 'compare'] as const;
const logTabs = ['app', 'work'] as const;

interface ProjectsSearch {
  /** The dialog for a new project. */
  new?: 1;
  /** The one for a file. */
  import?: 1;
  /** The person's own templates. */
  templates?: 1;
  /** The dialog for a CA. */
  ca?: 1;
}

export function readProjectsSearch(search: Search): ProjectsSearch {
  return {
    new: readFlag(search.new),
    import: readFlag(search.import),
    templates: readFlag(search.templates),
    ca: readFlag(search.ca),
  };
}

export function readProjectSearch(search: Search): { tab?: (typeof projectTabs)[number] } {
  return { tab: readOneOf(projectTabs, search.tab) };
}

/** Ids: of the project to show the kits of, and of the kit in the inspector. */
export function readKitsSearch(search: Search): { project?: string; kit?: string } {
  return { project: readId(search.project), kit: readId(search.kit) };
}

/** Of the kit history: the tab, the participant in the inspector, and the ids of the two runs to compare. */
export function readKitHistorySearch(search: Search): {
  tab?: (typeof historyTabs)[number];
  participant?: string;
  before?: string;
  after?: string;
} {
  return {
    tab: readOneOf(historyTabs, search.tab),
    participant: readId(search.participant),
    before: readId(search.before),
    after: readId(search.after),
  };
}

export function readLogsSearch(search: Search): { tab?: (typeof logTabs)[number]; search?: string } {
  return { tab: readOneOf(logTabs, search.tab), search: readId(search.search) };
}

/** Of the certificates to show: the id of their project, and how near their end is. */
export function readCertificatesSearch(search: Search): { project?: string; level?: ExpiryLevel } {
  return { project: readId(search.project), level: readOneOf(expiryLevels, search.level) };
}

/**
 * The side, the id of the CA, and of what is in the inspector; `new` opens the dialog of that side, `replace` the one for
 * another CA in its place.
 */
export function readDistributedSearch(search: Search): {
  tab?: 'sign' | 'join';
  ca?: string;
  open?: string;
  new?: 1;
  replace?: 1;
} {
  return {
    tab: readOneOf(['sign', 'join'], search.tab),
    ca: readId(search.ca),
    open: readId(search.open),
    new: readFlag(search.new),
    replace: readFlag(search.replace),
  };
}

/** The host of the inspector, and the dialog for a new one. */
const hostImports = ['ssh-config', 'docker-contexts', 'known-hosts'] as const;

/** The host whose inspector is open, and the dialog over the list. */
export function readHostsSearch(search: Search): {
  host?: string;
  new?: 1;
  import?: (typeof hostImports)[number];
} {
  return {
    host: readId(search.host),
    new: readFlag(search.new),
    import: readOneOf(hostImports, search.import),
  };
}

/**
 * Ids: of what the list is narrowed to, of the one in the inspector, and, with commas, of kits that are to be sent, to
 * that host if there is one, or `to` these deployments. `new` is the dialog that chooses such kits.
 */
export function readDeploymentsSearch(search: Search): {
  project?: string;
  host?: string;
  open?: string;
  send?: string;
  to?: string;
  new?: 1;
} {
  return {
    new: readFlag(search.new),
    project: readId(search.project),
    host: readId(search.host),
    open: readId(search.open),
    send: readId(search.send),
    to: readId(search.to),
  };
}

interface TerminalsSearch {
  /** The id of the host to open a terminal on. */
  host?: string;
  /** The id of a container of that host to open it in, and what it is called. */
  container?: string;
  name?: string;
  shell?: ContainerShellChoice;
  user?: string;
}

export function readTerminalsSearch(search: Search): TerminalsSearch {
  return {
    host: readId(search.host),
    container: readId(search.container),
    name: readId(search.name),
    shell: readOneOf(containerShells, search.shell),
    user: readId(search.user),
  };
}

/** The section to scroll to. */
export function readSettingsSearch(search: Search): { section?: string } {
  return { section: readId(search.section) };
}

/** The folder, as its path or as it was typed, and the entry in the inspector. */
export function readFilesSearch(search: Search): { at?: string; typed?: string; open?: string } {
  return { at: readId(search.at), typed: readId(search.typed), open: readId(search.open) };
}

/** The id of the host whose containers, images, volumes or networks are shown; all hosts without it. */
export function readContainersSearch(search: Search): { host?: string } {
  return { host: readId(search.host) };
}

/** The project to ask about at once. */
export function readLocalFederationsSearch(search: Search): { project?: string } {
  return { project: readId(search.project) };
}

/**
 * The kit that is checked, from which host (this machine without one) and with what there, or from which container
 * of that host, and to what end. `server` is the host that the project's server runs on.
 */
export function readPreflightSearch(search: Search): {
  kit?: string;
  host?: string;
  directory?: string;
  python?: string;
  container?: string;
  server?: string;
  purpose?: 'start' | 'connect';
} {
  return {
    kit: readId(search.kit),
    host: readId(search.host),
    directory: readId(search.directory),
    python: readId(search.python),
    container: readId(search.container),
    server: readId(search.server),
    purpose: readOneOf(['start', 'connect'], search.purpose),
  };
}
