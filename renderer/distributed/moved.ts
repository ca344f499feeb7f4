import type { Incoming } from '../../preload/contract/distributed';

export interface Moved {
  name: string;
  state: 'signed' | 'asked' | 'missing';
}

const collator = new Intl.Collator('en', { numeric: true });

/** Everyone whom the old CA has signed for, and how far each of them is with the new one; who is missing first. */
export function listChangeover(incoming: readonly Incoming[], cas: { old: string; now: string }): Moved[] {
  const namesOf = (authorityId: string, state: Incoming['state']) =>
    new Set(
      incoming
        .filter((one) => one.authorityId === authorityId && one.state === state)
        .map(({ name }) => name),
    );
  const signed = namesOf(cas.now, 'approved');
  const asked = namesOf(cas.now, 'requested');
  const order = { missing: 0, asked: 1, signed: 2 };
  return [...namesOf(cas.old, 'approved')]
    .map((name): Moved => {
      if (signed.has(name)) return { name, state: 'signed' };
      return { name, state: asked.has(name) ? 'asked' : 'missing' };
    })
    .toSorted((a, b) => order[a.state] - order[b.state] || collator.compare(a.name, b.name));
}
