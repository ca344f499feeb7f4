import { describe, expect, it } from 'vitest';
import { parseArgument, parseTypedNumber, showArgument } from './typed-value';

describe('typed numbers', () => {
  it('are numbers when they are whole, absent when empty, and texts otherwise', () => {
    expect(parseTypedNumber('8002')).toBe(8002);
    expect(parseTypedNumber(' 8002 ')).toBe(8002);
    expect(parseTypedNumber('')).toBeNull();
    expect(parseTypedNumber('80a')).toBe('80a');
    expect(parseTypedNumber('-1')).toBe('-1');
    expect(parseTypedNumber('9'.repeat(40))).toHaveLength(20);
  });

  it('stay as typed on the way to a number', () => {
    expect(['1', '1.', '1.0', '1.05'].map((t) => parseTypedNumber(t, 'decimal'))).toEqual([
      1,
      '1.',
      '1.0',
      1.05,
    ]);
    expect(parseTypedNumber('08')).toBe('08');
    expect(parseTypedNumber('1.5')).toBe('1.5');
  });
});

describe('arguments', () => {
  it('become what YAML would read, and only when that shows the same again', () => {
    expect(parseArgument('8443')).toBe(8443);
    expect(parseArgument('0.5')).toBe(0.5);
    expect(parseArgument('true')).toBe(true);
    expect(parseArgument('')).toBeNull();
    expect(parseArgument('1.')).toBe('1.');
    expect(parseArgument('007')).toBe('007');
    expect(parseArgument('1.50')).toBe('1.50');
    expect(showArgument(parseArgument('localhost:8443'))).toBe('localhost:8443');
  });
});
