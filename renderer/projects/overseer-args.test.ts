import { describe, expect, it } from 'vitest';
import { repeatedNames, sameArgs, toArgs, toRows } from './overseer-args';

const row = (name: string, value: string) => ({ id: name, name, value });

describe('arguments as rows', () => {
  it('survive the way there and back with their types', () => {
    const args = { sp_end_point: 'server:8002:8003', heartbeat_interval: 6, debug: false, note: null };
    expect(toArgs(toRows(args))).toEqual(args);
  });

  it('leave unnamed rows out and notice repeated names', () => {
    const rows = [row('', 'x'), row('a', '1'), row(' a ', '2')];
    expect(toArgs(rows)).toEqual({ a: 2 });
    expect(repeatedNames(rows)).toEqual(new Set(['a']));
  });

  it('are the same whatever their order', () => {
    expect(sameArgs({ a: 1, b: '2' }, { b: '2', a: 1 })).toBe(true);
    expect(sameArgs({ a: 1 }, { a: '1' })).toBe(false);
    expect(sameArgs({ a: null }, { b: null })).toBe(false);
  });
});
