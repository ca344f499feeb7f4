import type { CleanUpEntry, CleanUpOutcome, CleanUpRules } from '../../../preload/contract/clean-up';
import type { StatusState } from '../../ui/status';

type Kind = CleanUpEntry['kind'];

export const kindWords: Record<Kind, string> = {
  container: 'Container',
  image: 'Image',
  network: 'Network',
  volume: 'Volume',
  'build-cache': 'Build cache',
};

export const outcomeWords: Record<CleanUpOutcome['outcome'], { state: StatusState; label: string }> = {
  removed: { state: 'ok', label: 'Removed' },
  kept: { state: 'off', label: 'Kept' },
  failed: { state: 'failed', label: 'Not removed' },
};

/** What is known adds up; the rest is not guessed. */
export const sumOf = (sizes: (number | null)[]): number =>
  sizes.reduce((sum: number, size) => sum + (size ?? 0), 0);

/** `3 containers, 1 image`; in the order of the kinds. */
export function describeKinds(entries: { kind: Kind }[]): string {
  const counts = (Object.keys(kindWords) as Kind[]).map((kind) => ({
    kind,
    count: entries.filter((entry) => entry.kind === kind).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => wordsOf(kind, count))
    .join(', ');
}

const wordsOf = (kind: Kind, count: number): string =>
  kind === 'build-cache'
    ? `${count} ${count === 1 ? 'entry' : 'entries'} of the build cache`
    : `${count} ${kindWords[kind].toLowerCase()}${count === 1 ? '' : 's'}`;

/**
 * Labels as they are typed, separated by commas: `site`, `site=north`, and the same after `!` for what a thing must
 * not have.
 */
export function readLabels(text: string): CleanUpRules['labels'] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '!')
    .map((part) => {
      const has = !part.startsWith('!');
      const named = has ? part : part.slice(1).trim();
      const at = named.indexOf('=');
      return at < 0
        ? { name: named, value: null, has }
        : { name: named.slice(0, at).trim(), value: named.slice(at + 1).trim(), has };
    })
    .filter(({ name }) => name !== '');
}
