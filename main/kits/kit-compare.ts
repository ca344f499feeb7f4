import type { ChangedFile, KitDifference } from '../../preload/contract/kit-history';
import type { KitContents, KitFacts } from './kit-facts';

/** A kit as far as two of them are compared. */
export type ComparedFacts = Pick<KitFacts, 'publicKey256' | 'ca256' | 'contents256' | 'contents'> & {
  fingerprint256: string;
};

/**
 * What differs between two kits of one participant. The contents of a kit whose files were gone before anyone
 * looked are empty, and then only the certificates are compared.
 */
export function compareKits(before: ComparedFacts, after: ComparedFacts): KitDifference {
  const known = isKnown(before) && isKnown(after);
  const reissued = before.fingerprint256 !== after.fingerprint256;
  const files = known ? compareContents(before.contents, after.contents) : [];
  const same = known && files.length === 0 ? 'unchanged' : known ? 'files' : 'unknown';
  return {
    change: reissued ? 'reissued' : same,
    key: keyOf(before, after, reissued),
    caChanged: before.ca256 !== null && after.ca256 !== null && before.ca256 !== after.ca256,
    files,
  };
}

const isKnown = ({ contents256 }: ComparedFacts): boolean => contents256 !== '';

function keyOf(before: ComparedFacts, after: ComparedFacts, reissued: boolean): KitDifference['key'] {
  if (!reissued) return 'same';
  if (before.publicKey256 === null || after.publicKey256 === null) return null;
  return before.publicKey256 === after.publicKey256 ? 'same' : 'new';
}

function compareContents(before: KitContents, after: KitContents): ChangedFile[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path): ChangedFile[] => {
    const was = before[path];
    const is = after[path];
    if (was?.hash === is?.hash) return [];
    const change = was && is ? 'changed' : was ? 'removed' : 'added';
    const fields = was?.fields && is?.fields ? compareFields(was.fields, is.fields) : null;
    return [{ path, change, fields }];
  });
}

/** The values of two JSON files that differ. */
export function compareFields(before: Record<string, string>, after: Record<string, string>) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}
