import type { ComparedKit, KitChange, KitDifference, PastKit } from '../../../preload/contract/kit-history';

/** What each kind of change is called, as a state; those that call for a new kit at the site stand out. */
export const changeWords: Record<
  KitChange,
  { state: 'ok' | 'attention' | 'failed' | 'off' | 'stale'; label: string }
> = {
  new: { state: 'ok', label: 'New' },
  removed: { state: 'off', label: 'Left out' },
  reissued: { state: 'attention', label: 'Re-issued' },
  files: { state: 'attention', label: 'Files changed' },
  unchanged: { state: 'ok', label: 'Unchanged' },
  unknown: { state: 'stale', label: 'Not known' },
};

/** What became of a participant's kit since the one before it. */
export function describeChange(
  since: (Omit<KitDifference, 'files'> & { files: readonly unknown[] }) | null,
): string {
  if (since === null) return 'The first kit';
  const files = since.files.length;
  const others = files === 0 ? '' : `, ${countFiles(files)} changed`;
  if (since.change === 'reissued') {
    const key = since.key === 'same' ? ' for the same key' : since.key === 'new' ? ' with a new key' : '';
    return `New certificate${key}${since.caChanged ? ' from another CA' : ''}${others}`;
  }
  if (since.change === 'files') return `Same certificate and key${others}`;
  if (since.change === 'unchanged') return 'The same kit, packed again';
  return 'The files were gone before they were compared';
}

export const countFiles = (files: number): string => `${files} ${files === 1 ? 'file' : 'files'}`;

/** Whether a kit is the current one, and if not, why. */
export function describeSuperseded({ superseded, kept }: Pick<PastKit, 'superseded' | 'kept'>): string {
  const gone = kept ? '' : ' Its files were removed by the clean-up of old runs.';
  if (superseded === null) return `Current.${gone}`;
  if (superseded.by === 'newer') return `Superseded by the kit of run ${superseded.runNumber}.${gone}`;
  return `Not current: a later run left the participant out.${gone}`;
}

const summaryWords = {
  new: 'new',
  removed: 'left out',
  reissued: 're-issued',
  files: 'with changed files',
  unknown: 'not known',
} as const;

/** What the later of two runs changed, in a line. */
export function summariseComparison(rows: readonly Pick<ComparedKit, 'change'>[]): string {
  const count = (change: KitChange) => rows.filter((row) => row.change === change).length;
  const parts = (['new', 'removed', 'reissued', 'files', 'unknown'] as const)
    .filter((change) => count(change) > 0)
    .map((change) => `${count(change)} ${summaryWords[change]}`);
  if (parts.length === 0) return 'Nothing changed';
  return [...parts, ...(count('unchanged') === 0 ? [] : [`${count('unchanged')} unchanged`])].join(', ');
}
