import type { CleanUpRules } from '../../preload/contract/clean-up';

type Labels = Record<string, string> | null | undefined;
const dayMs = 24 * 60 * 60_000;

/** What belongs to a federation stays, whatever the rules: said by whoever runs federations. */
export interface Thing {
  hostId: string;
  kind: 'container' | 'image' | 'network' | 'volume';
  id: string;
  name: string;
  labels: Readonly<Record<string, string>>;
}
export type Belongs = (thing: Thing) => boolean;

/**
 * Whether age and labels are as the rules want them. Decided here and not by the engine, as its filters by
 * labels that something must not have remove too much on some versions.
 */
export function fits(
  rules: Pick<CleanUpRules, 'olderThanDays' | 'labels'>,
  { since, labels }: { since: number | null; labels: Labels },
  now: number,
): boolean {
  const old = rules.olderThanDays === 0 || (since !== null && now - since >= rules.olderThanDays * dayMs);
  return old && rules.labels.every(({ name, value, has }) => has === hasLabel(labels, name, value));
}

function hasLabel(labels: Labels, name: string, value: string | null): boolean {
  const found = labels && Object.hasOwn(labels, name) ? labels[name] : undefined;
  return found !== undefined && (value === null || found === value);
}

/** Without those that others, which stay, are built on: an engine would refuse to remove these. */
export function withoutParents<T extends { id: string }>(
  candidates: T[],
  all: readonly { id: string; parents: readonly string[] }[],
): T[] {
  const going = new Set(candidates.map(({ id }) => id));
  for (let before = -1; before !== going.size;) {
    before = going.size;
    for (const { id, parents } of all) if (!going.has(id)) for (const parent of parents) going.delete(parent);
  }
  return candidates.filter(({ id }) => going.has(id));
}
