import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError, notFound } from '../errors';
import { countParticipants } from './counts';
import { apply } from './document/apply';
import { type ProjectDocument, read } from './document/read';
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
    id: 'relay-tree',
    title: 'Relay tree',
    description: 'Four sites that reach the server through two relays, encrypted all the way.',
  },
] as const;

/** The project files that come with the app. */
export function createTemplates(resources: string) {
  function load(id: string): { text: string } & ProjectDocument {
    if (!templates.some((template) => template.id === id)) throw notFound('This template');
    const text = readFileSync(path.join(resources, 'samples', `${id}.yml`), 'utf8');
    const result = read(text);
    if (result.ok) return { text, ...result };
    throw new AppError('STORAGE', 'A template that comes with Fedwright is damaged.', {
      hint: 'Install Fedwright again.',
      problems: result.problems,
    });
  }
  return {
    list: () => templates.map((each) => ({ ...each, counts: countParticipants(load(each.id).model) })),
    /** The template's file with the wishes written into it. @throws AppError NOT_FOUND */
    text(id: string, { name, description, org, serverHost }: Wishes): string {
      const { text, model } = load(id);
      const server = model.participants.find(({ type }) => type === 'server');
      const participants = model.participants.map((entry) => {
        const named = serverHost && entry === server ? { ...entry, name: serverHost } : entry;
        const owned = org && entry.org === server?.org ? { ...named, org } : named;
        if (!serverHost || !('connectTo' in owned) || owned.connectTo?.name !== server?.name) return owned;
        return { ...owned, connectTo: owned.connectTo && { ...owned.connectTo, name: serverHost } };
      });
      return apply(text, { ...model, name, description: description || model.description, participants });
    },
  };
}
