import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import type { Engines } from '../docker/engines';
import { AppError } from '../errors';
import { createActions, patienceFor } from './actions';

test('a stop is waited for longer than the container has to end', () => {
  expect(patienceFor(undefined)).toBe(50_000);
  expect(patienceFor(0)).toBe(40_000);
  expect(patienceFor(300)).toBe(340_000);
});

test('without an end to the grace it is waited for as long as a timer can', () => {
  expect(patienceFor(-1)).toBe(2 ** 31 - 1);
  expect(patienceFor(10 ** 9)).toBe(2 ** 31 - 1);
});

/** Actions on an engine that is asked for nothing but a container's settings and its stop. */
function makeActions(inspect: () => Promise<unknown>) {
  const asked: number[] = [];
  const stops: string[] = [];
  const getContainer = (id: string) => ({ inspect, stop: async () => stops.push(id) });
  const docker = { getContainer } as unknown as Docker;
  const ask: Engines['ask'] = (_host, ms, work) => {
    asked.push(ms);
    return work(docker, new AbortController().signal);
  };
  const actions = createActions({
    engines: { ask } as unknown as Engines,
    bells: { ring: () => undefined } as never,
    explainStart: async (_of, error) => error,
  });
  return { asked, stops, stop: () => actions.act({ hostId: 'h', containerId: 'c', action: 'stop' }) };
}

test('the request is waited for as long as the settings of the container say', async () => {
  const { asked, stop } = makeActions(async () => ({ Config: { StopTimeout: 120 } }));
  await stop();
  expect(asked.at(-1)).toBe(160_000);
});

test('a busy engine that does not say is asked to stop it all the same, and one without it, or out of reach, is not', async () => {
  const problem = (code: 'UNAVAILABLE' | 'NOT_FOUND', reason: string) => () =>
    Promise.reject(new AppError(code, 'no', { hint: '', reason }));
  const busy = makeActions(problem('UNAVAILABLE', 'timeout'));
  await busy.stop();
  expect([busy.stops, busy.asked.at(-1)]).toEqual([['c'], 3_640_000]);
  for (const away of [problem('NOT_FOUND', 'docker-404'), problem('UNAVAILABLE', 'unreachable')]) {
    const { stop, stops } = makeActions(away);
    await expect(stop()).rejects.toMatchObject({ message: 'no' });
    expect(stops).toEqual([]);
  }
});
