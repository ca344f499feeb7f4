import { parse } from 'yaml';
import { invalid } from '../errors';

/** A participant as project.yml declares it, with NVFlare's own defaults for what it leaves out. */
export interface FileParticipant {
  name: string;
  type: string;
  org: string;
  role: string | null;
  /** Names that the server is reached by, its default host first. Empty for anyone but a server. */
  hosts: string[];
  /** Names that a client or relay is reached by when it listens for others, its default host first. */
  listenerHosts: string[];
  /** Every key but name and type, as it is in the file. */
  fields: Record<string, unknown>;
}

/** The parts of a project.yml that certificates and kits follow from. */
export interface ProjectFile {
  name: string;
  participants: FileParticipant[];
  /** NVFlare makes up the sites of an edge project; the declared ones get no kits. */
  edge: boolean;
  /** Every key but name and participants, as it is in the file. */
  fields: Record<string, unknown>;
}

let last: { text: string; file: ProjectFile } | null = null;

/**
 * Reads a project.yml as NVFlare does (PyYAML: YAML 1.1). What it gives is not to be changed: the steps of a run
 * ask for the same text one after the other, and get the same answer.
 * @throws AppError INVALID when it is no YAML mapping.
 */
export function readProjectFile(text: string): ProjectFile {
  if (last?.text !== text) last = { text, file: readFile(text) };
  return last.file;
}

function readFile(text: string): ProjectFile {
  const { name, participants, ...fields } = readMapping(text);
  const list = Array.isArray(participants) ? participants.filter(isMapping) : [];
  return {
    name: asText(name),
    participants: list.map(toParticipant),
    edge: isMapping(fields['edge']),
    fields,
  };
}

/** NVFlare cuts a project's name here and names the directory of its work after what is left. */
const longestProjectName = 63;

export const workspaceName = (projectName: string): string => projectName.slice(0, longestProjectName);

/**
 * How often anchors may stand in for others, all in all: far more than a file of thousands of sites has that
 * share one organisation, and far less than a file needs whose aliases of aliases are to fill the memory.
 */
const maxAliasCount = 100_000;

/** The file as it is. @throws AppError INVALID when it is no YAML mapping. */
export function readMapping(text: string): Record<string, unknown> {
  try {
    const value: unknown = parse(text, { version: '1.1', logLevel: 'error', maxAliasCount });
    if (isMapping(value)) return value;
  } catch (error) {
    throw invalid(
      'The project file cannot be read.',
      `Correct it and import it again. ${error instanceof Error ? error.message : ''}`.trim(),
    );
  }
  throw invalid('The project file is empty.', 'Import a project.yml, or create the project from a template.');
}

function toParticipant(entry: Record<string, unknown>): FileParticipant {
  const { name: declared, type, ...fields } = entry;
  const name = asText(declared);
  const listening = fields['listening_host'];
  return {
    name,
    type: asText(type),
    org: asText(fields['org']),
    role: fields['role'] === undefined || fields['role'] === null ? null : asText(fields['role']),
    hosts: type === 'server' ? hostsOf(fields, name) : [],
    listenerHosts: type === 'server' || !listening ? [] : hostsOf(toMapping(listening), 'localhost'),
    fields,
  };
}

/** A text in place of a mapping is the old way to name the default host. */
const toMapping = (value: unknown): Record<string, unknown> =>
  isMapping(value) ? value : { default_host: value };

function hostsOf(fields: Record<string, unknown>, fallback: string): string[] {
  const names = fields['host_names'];
  const others = Array.isArray(names) ? names : names ? [names] : [];
  return [...new Set([fields['default_host'] || fallback, ...others].map(asText))];
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
