import { describe, expect, test } from 'vitest';
import type { Deployment, Phase } from '../../preload/contract/deployments';
import {
  asPart,
  canStart,
  defaultContainer,
  defaultDirectory,
  describeKit,
  endOf,
  inOrder,
  isRunning,
  stateOf,
  summarise,
  wantsKit,
  wayOut,
} from './words';

const deployment = (type: Deployment['type'], phase: Phase | null): Deployment =>
  ({
    ...{ type, taskId: null },
    state: phase && {
      phase,
      at: 0,
      since: null,
      pid: null,
      exitCode: null,
      sites: null,
      note: '',
      kitThere: 'sent',
      previous: [],
    },
  }) as unknown as Deployment;

describe('deployments in words', () => {
  test('the server comes before its sites, and site-2 before site-10', () => {
    const of = (participant: string, type: Deployment['type']) =>
      ({ participant, type, projectName: 'lung', hostName: 'north' }) as Deployment;
    const some = [
      of('a@example.org', 'admin'),
      of('site-10', 'client'),
      of('site-2', 'client'),
      of('the-server', 'server'),
    ];
    expect(inOrder(some).map(({ participant }) => participant)).toEqual([
      'the-server',
      'site-2',
      'site-10',
      'a@example.org',
    ]);
  });

  test('the way out is one that there is', () => {
    const currentKit = { kitId: 'k', runNumber: 2 };
    const of = (phase: Phase, more: Partial<Deployment['state'] & object> = {}) => ({
      ...deployment('client', phase),
      state: { ...deployment('client', phase).state, ...more } as Deployment['state'],
    });
    const previous = [{ id: '1', label: 'Run 1', replacedAt: null }];
    const gone = of('missing', { kitThere: 'none', previous });
    expect(wayOut({ ...gone, currentKit })).toBe(
      'Send its kit again, put one of before back, or take it off the list.',
    );
    expect(wayOut({ ...gone, currentKit: null })).toBe('Put one of before back or take it off the list.');
    const stray = { ...of('stray', { kitThere: 'none' }), currentKit };
    expect(wayOut(stray)).toBe(
      'Stop it, which ends these processes. Then send its kit again or take it off the list.',
    );
    // What watched over it was ended; the kit is there.
    expect(wayOut({ ...of('stray'), currentKit })).toBe(
      'Stop it, which ends these processes. Then start it again.',
    );
    expect(wayOut({ ...of('stopped', { kitThere: 'other' }), currentKit: null })).toBe(
      'Take this off the list.',
    );
    // Of another one that was removed as well nothing is kept.
    expect(wayOut({ ...of('missing', { kitThere: 'other' }), currentKit })).toBe(
      'Send its kit again or take it off the list.',
    );
  });

  test('of a place its last part can always be read', () => {
    expect(endOf('/srv/fl/site-1')).toEqual(['/srv/fl', '/site-1']);
    expect(endOf('Container thorax-site-1')).toEqual(['Container', ' thorax-site-1']);
    expect(endOf('~/kit')).toEqual(['~', '/kit']);
  });

  test('a kit that was removed or replaced there is not the current one, whatever was sent', () => {
    const sent = { kit: 'current', currentKit: { kitId: 'k', runNumber: 2 } } as const;
    const there = { ...deployment('client', 'ready'), ...sent };
    expect(describeKit(there).label).toBe('Current');
    expect(wantsKit(there)).toBe(false);
    const removed = { ...there, state: { ...there.state!, kitThere: 'none' } } as const;
    expect(describeKit(removed).label).toBe('Removed');
    expect(wantsKit(removed)).toBe(true);
    const replaced = { ...there, state: { ...there.state!, kitThere: 'other' } } as const;
    expect(describeKit(replaced).label).toBe("Someone else's");
    expect(wantsKit(replaced)).toBe(true);
    expect(wantsKit({ ...replaced, currentKit: null })).toBe(false);
  });

  test('a server runs, a site is registered, an admin kit lies there', () => {
    expect(stateOf(deployment('server', 'ready')).label).toBe('Running');
    expect(stateOf(deployment('client', 'ready')).label).toBe('Registered');
    expect(stateOf(deployment('client', 'starting')).label).toBe('Waiting for the server');
    expect(stateOf(deployment('client', 'lost')).label).toBe('Server lost, trying again');
    expect(canStart(deployment('client', 'lost'))).toBe(false);
    expect(stateOf(deployment('admin', 'stopped')).label).toBe('In place');
    expect(stateOf({ ...deployment('client', 'ready'), taskId: 'x' }).label).toBe('Being changed');
    expect(canStart(deployment('admin', 'stopped'))).toBe(false);
    expect(canStart(deployment('client', 'ended'))).toBe(true);
    expect(isRunning(deployment('client', 'stray'))).toBe(true);
  });

  test('the summary tells the worst first', () => {
    const [up, off, bad, unseen] = [
      ...[deployment('server', 'ready'), deployment('client', 'stopped')],
      ...[deployment('client', 'ended'), deployment('client', null)],
    ] as [Deployment, Deployment, Deployment, Deployment];
    expect(summarise([up, off, bad, unseen])).toEqual({ state: 'failed', label: '1 of 4 not right' });
    expect(summarise([up, off, unseen])).toEqual({ state: 'stale', label: '1 of 3 not seen' });
    const lost = deployment('client', 'lost');
    expect(summarise([up, lost, unseen])).toEqual({ state: 'attention', label: '1 of 3 without a server' });
    expect(summarise([up, off])).toEqual({ state: 'off', label: '1 of 2 up' });
    const coming = deployment('client', 'starting');
    expect(summarise([up, coming, off])).toEqual({ state: 'running', label: '1 of 3 up' });
    expect(summarise([coming, off])).toEqual({ state: 'running', label: '0 of 2 up' });
    expect(summarise([up, up])).toEqual({ state: 'ok', label: '2 of 2 up' });
    expect(summarise([off, deployment('admin', 'stopped')])).toEqual({ state: 'off', label: 'Nothing runs' });
  });

  test('names become parts of paths and of names of containers', () => {
    expect(asPart('../a b/ü')).toBe('a-b-');
    expect(defaultDirectory('thorax ct', 'admin@example.org')).toBe(
      '~/fedwright/thorax-ct/admin@example.org',
    );
    expect(defaultContainer('thorax', 'admin@example.org')).toBe('thorax-admin-example.org');
  });
});
