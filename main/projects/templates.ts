import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Json, type JsonMap, isJsonMap } from '../../preload/contract/json';
import type { ConnectTo, Participant, ServerParticipant, Template } from '../../preload/contract/projects';
import { AppError, notFound } from '../errors';
import { countParticipants } from './counts';
import { apply } from './document/apply';
import { type ProjectDocument, read } from './document/read';
import { listenersOf } from './listeners';
import { toTemplate } from './own-templates';
import type { TemplateStore } from './template-store';
import type { Wishes } from './wishes';

const templates = [
  {
    id: 'two-hospitals',
    title: 'Two hospitals',
    description: 'One server, two sites, a project admin and a lead. The smallest federation that trains.',
  },
  {
    id: 'ten-sites',
    title: 'Ten sites',
    description: 'One server, ten sites, some of them with GPUs, and people in three roles.',
  },
  {
    id: 'server-only',
    title: 'Server and admin only',
    description: 'For your own list of sites: paste it from a spreadsheet, or add them one by one.',
  },
  {
    id: 'relay-tree',
    title: 'Relay tree',
    description: 'Four sites that reach the server through two relays, encrypted all the way.',
  },
] as const;

/** The project files that come with the app, and those that people keep beside them. */
export function createTemplates(
  resources: string,
  own: Pick<TemplateStore, 'find' | 'list' | 'files' | 'countFiles'>,
) {
  function load(id: string): { text: string } & ProjectDocument {
    const kept = own.find(id);
    if (!kept && !templates.some((template) => template.id === id)) throw notFound('This template');
    const text = kept?.document ?? readFileSync(path.join(resources, 'samples', `${id}.yml`), 'utf8');
    const result = read(text);
    if (result.ok) return { text, ...result };
    throw new AppError('STORAGE', `The template "${kept?.title ?? id}" is damaged.`, {
      hint: kept ? 'Delete it, and save it again from a project.' : 'Install Fedwright again.',
      problems: result.problems,
    });
  }
  let placeholders: ReadonlySet<string> | undefined;
  return {
    list: (): Template[] => [
      ...templates.map((each) => ({
        ...each,
        own: false,
        counts: countParticipants(load(each.id).model),
        files: 0,
      })),
      ...own.list().map((row) => toTemplate(row, own.countFiles(row.id))),
    ],
    /** The files that come with a template. */
    files: own.files,
    /** The machines that the app's own templates name, which nobody has. */
    placeholders(): ReadonlySet<string> {
      return (placeholders ??= new Set(
        templates.flatMap(({ id }) => listenersOf(load(id).model).flatMap(({ hosts }) => hosts)),
      ));
    },
    /** The template's file with the wishes written into it. @throws AppError NOT_FOUND */
    text(id: string, { name, description, org, serverHost }: Wishes): string {
      const { text, model } = load(id);
      const server = model.participants.find(({ type }) => type === 'server');
      const participants = model.participants.map((entry) => {
        const named =
          serverHost && entry.type === 'server' && entry === server ? onHost(entry, serverHost) : entry;
        const owned = org && entry.org === server?.org ? { ...named, org } : named;
        if (!serverHost || !server || !('connectTo' in owned) || !owned.connectTo) return owned;
        return { ...owned, connectTo: towards(owned.connectTo, server, serverHost) };
      });
      const studies = org && server ? withOrg(model.studies, server.org, org) : model.studies;
      const about = { name, description: description || model.description };
      return apply(text, { ...model, ...about, participants, studies });
    },
  };
}

/** Studies name sites below their organisation, which has another name now. */
function withOrg(studies: Json, from: string, to: string): Json {
  if (!isJsonMap(studies) || from === to) return studies;
  const renamed = Object.entries(studies).map(([name, study]): [string, Json] => {
    const orgs = isJsonMap(study) ? study['site_orgs'] : undefined;
    if (!isJsonMap(study) || !isJsonMap(orgs)) return [name, study];
    const next: JsonMap = {};
    for (const [key, sites] of Object.entries(orgs)) {
      const org = key === from ? to : key;
      const known = next[org];
      next[org] = Array.isArray(known) && Array.isArray(sites) ? [...known, ...sites] : sites;
    }
    return [name, { ...study, site_orgs: next }];
  });
  return Object.fromEntries(renamed);
}

/**
 * The server on another machine: the host that sites connect to and the further names in its certificate belong to
 * the old one. Names of the machine itself, such as localhost, hold everywhere.
 */
function onHost(server: ServerParticipant, host: string): ServerParticipant {
  const hostNames = server.hostNames.filter((name) => /^(localhost|127\.\d+\.\d+\.\d+)$/.test(name));
  return { ...server, name: host, hostNames, defaultHost: server.defaultHost === null ? null : host };
}

/** Whoever named the old server as where to connect to, by its name or by one of its hosts, means the new one. */
function towards(connectTo: ConnectTo, server: Participant, host: string): ConnectTo {
  const old = server.type === 'server' ? [server.name, server.defaultHost, ...server.hostNames] : [];
  const meansServer = connectTo.name === server.name || connectTo.name === null;
  return {
    ...connectTo,
    name: connectTo.name === server.name ? host : connectTo.name,
    host: meansServer && connectTo.host !== null && old.includes(connectTo.host) ? host : connectTo.host,
  };
}
