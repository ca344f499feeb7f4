import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatEnd, formatRelative } from './format';

const day = 86_400_000;

describe('formats', () => {
  it('tells times in the largest unit that fits', () => {
    const now = 1_800_000_000_000;
    expect(formatRelative(now - 4000, now)).toBe('just now');
    expect(formatRelative(now - 3 * 60_000, now)).toBe('3 minutes ago');
    expect(formatRelative(now - day, now)).toBe('yesterday');
    expect(formatRelative(now + 359 * day, now)).toBe('in 11 months');
    expect(formatRelative(now + 20_000, now)).toBe('in under a minute');
  });

  it.each([
    [0, 'within the last day'],
    [-0.5, 'within the last day'],
    [-1.5, '1 day ago'],
    [-800.5, '2 years ago'],
    [0.5, 'in less than a day'],
    [1, 'in 1 day'],
    [359.5, 'in 359 days'],
    [3649, 'in 9 years'],
  ])('tells the end of a certificate that is %d days off', (days, words) => {
    const now = 1_800_000_000_000;
    expect(formatEnd(now + days * day, now)).toBe(words);
  });

  it('tells durations without a step back at the borders', () => {
    expect(formatDuration(820)).toBe('820 ms');
    expect(formatDuration(4210)).toBe('4.2 s');
    expect(formatDuration(59_960)).toBe('1 min 00 s');
    expect(formatDuration(185_000)).toBe('3 min 05 s');
    expect(formatDuration(7_620_000)).toBe('2 h 07 min');
  });

  it('tells sizes in powers of 1000', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(1234)).toBe('1.2 kB');
    expect(formatBytes(999_900)).toBe('1.0 MB');
    expect(formatBytes(71_000_000)).toBe('71 MB');
  });
});
