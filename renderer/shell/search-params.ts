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
const projectTabs = ['participants', 'graph', 'project', 'runs', 'kits'] as const;
const logTabs = ['app', 'work'] as const;

/** `new` opens the dialog for a new project, `import` the one for a file. */
export function readProjectsSearch(search: Search): { new?: 1; import?: 1 } {
  return { new: readFlag(search.new), import: readFlag(search.import) };
}

export function readProjectSearch(search: Search): { tab?: (typeof projectTabs)[number] } {
  return { tab: readOneOf(projectTabs, search.tab) };
}

/** Ids: of the project to show the kits of, and of the kit in the inspector. */
export function readKitsSearch(search: Search): { project?: string; kit?: string } {
  return { project: readId(search.project), kit: readId(search.kit) };
}

export function readLogsSearch(search: Search): { tab?: (typeof logTabs)[number]; search?: string } {
  return { tab: readOneOf(logTabs, search.tab), search: readId(search.search) };
}

/** Of the certificates to show: the id of their project, and how near their end is. */
export function readCertificatesSearch(search: Search): { project?: string; level?: ExpiryLevel } {
  return { project: readId(search.project), level: readOneOf(expiryLevels, search.level) };
}

/** The section to scroll to. */
export function readSettingsSearch(search: Search): { section?: string } {
  return { section: readId(search.section) };
}
