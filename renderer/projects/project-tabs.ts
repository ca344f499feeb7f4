import type { FieldPlace } from './field-path';

export const projectTabs = ['participants', 'graph', 'project', 'runs', 'kits'] as const;
export type ProjectTab = (typeof projectTabs)[number];

/** The tab that a link asks for, or the first one. */
export const readTab = (asked: unknown): ProjectTab =>
  projectTabs.find((tab) => tab === asked) ?? 'participants';

/** The tab on which a field is edited. */
export const tabOf = ({ key, path }: FieldPlace): ProjectTab =>
  key !== null || path.startsWith('participants') ? 'participants' : 'project';
