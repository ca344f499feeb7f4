import { describe, expect, it } from 'vitest';
import { describeChange, describeSuperseded, summariseComparison } from './history-words';

const same = { change: 'unchanged', key: 'same', caChanged: false, files: [] } as const;

describe('what became of a kit', () => {
  it.each([
    [null, 'The first kit'],
    [same, 'The same kit, packed again'],
    [{ ...same, change: 'files', files: [1] }, 'Same certificate and key, 1 file changed'],
    [{ ...same, change: 'reissued', key: 'new' }, 'New certificate with a new key'],
    [{ ...same, change: 'reissued', files: [1, 2] }, 'New certificate for the same key, 2 files changed'],
    [
      { ...same, change: 'reissued', key: 'new', caChanged: true },
      'New certificate with a new key from another CA',
    ],
    [{ ...same, change: 'reissued', key: null }, 'New certificate'],
    [{ ...same, change: 'unknown' }, 'The files were gone before they were compared'],
  ] as const)('%j', (since, words) => {
    expect(describeChange(since)).toBe(words);
  });

  it('says why a kit is not current', () => {
    expect(describeSuperseded({ superseded: null, kept: true })).toBe('Current.');
    expect(describeSuperseded({ superseded: { by: 'newer', runNumber: 3 }, kept: true })).toBe(
      'Superseded by the kit of run 3.',
    );
    expect(describeSuperseded({ superseded: { by: 'left-out', runNumber: null }, kept: false })).toBe(
      'Not current: a later run left the participant out. Its files were removed by the clean-up of old runs.',
    );
  });

  it('sums a comparison up', () => {
    expect(summariseComparison([])).toBe('Nothing changed');
    expect(summariseComparison([{ change: 'unchanged' }])).toBe('Nothing changed');
    expect(summariseComparison([{ change: 'new' }, { change: 'reissued' }, { change: 'unchanged' }])).toBe(
      '1 new, 1 re-issued, 1 unchanged',
    );
  });
});
