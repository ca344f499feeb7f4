import type { FieldPlace } from './field-path';

export const projectTabs = [
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
export type ProjectTab = (typeof projectTabs)[number];

/** The tab that a link asks for, or the first one. */
export const readTab = (asked: unknown): ProjectTab =>
  projectTabs.find((tab) => tab === asked) ?? 'participants';

/** The tab on which a field is edited. */
export function tabOf({ key, path }: FieldPlace): ProjectTab {
  if (key !== null || path.startsWith('participants')) return 'participants';
  if (path.startsWith('studies')) return 'studies';
  return /^(?:builders|packager|edge)\b/.test(path) ? 'provisioning' : 'project';
}
