import { describe, expect, it } from 'vitest';
import { describeCounts, describeProject, describeTemplate } from './project-words';

const run = (state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted', outdated = false) => ({
  id: 'r',
  number: 4,
  state,
  at: 0,
  outdated,
  adopted: false,
});

describe('a project in words', () => {
  it.each([
    [{ archived: false, errors: 0, lastRun: null }, 'Ready to provision', 'ok'],
    [{ archived: false, errors: 1, lastRun: null }, '1 problem', 'failed'],
    [{ archived: false, errors: 3, lastRun: run('succeeded') }, '3 problems', 'failed'],
    [{ archived: false, errors: 3, lastRun: run('running') }, 'Provisioning, run 4', 'running'],
    [{ archived: false, errors: 0, lastRun: run('succeeded') }, 'Provisioned, run 4', 'ok'],
    [{ archived: false, errors: 0, lastRun: run('succeeded', true) }, 'Changed since run 4', 'attention'],
    [
      { archived: false, errors: 0, lastRun: { ...run('succeeded', true), adopted: true } },
      'Ready to provision with its imported CA',
      'ok',
    ],
    [{ archived: false, errors: 0, lastRun: run('failed') }, 'Run 4 failed', 'failed'],
    [{ archived: true, errors: 2, lastRun: run('failed') }, 'Archived', 'off'],
  ])('%#: %o', (summary, label, state) => expect(describeProject(summary)).toEqual({ label, state }));

  it('counts the draft’s problems when given', () => {
    expect(describeProject({ archived: false, errors: 0, lastRun: null }, 2).label).toBe('2 problems');
  });

  it('names what there is', () => {
    expect(describeCounts({ servers: 1, clients: 2, relays: 0, admins: 1 })).toBe(
      '1 server, 2 sites, 1 admin',
    );
    const counts = { servers: 0, clients: 0, relays: 1, admins: 0 };
    expect(describeCounts(counts)).toBe('no server, 1 relay');
    expect(describeTemplate({ counts, files: 0 })).toBe('no server, 1 relay');
    expect(describeTemplate({ counts, files: 2 })).toBe('no server, 1 relay, with 2 files');
  });
});
