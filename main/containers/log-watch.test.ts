import { expect, test } from 'vitest';
import type { Engines } from '../docker/engines';
import { AppError } from '../errors';
import { watchLogs } from './log-watch';

const refused = (details: string) =>
  new AppError('CONFLICT', 'The engine of "north" refused.', { hint: '', details, reason: 'docker-409' });
const gone = new AppError('NOT_FOUND', 'The engine of "north" does not have this.', { hint: '' });

/** What is told of a log where the engine answers so, in turn, and with the last of it from then on. */
async function failuresOf(answers: AppError[]): Promise<string[]> {
  const ask = () => Promise.reject(answers.length > 1 ? answers.shift() : answers[0]);
  const told: string[] = [];
  for await (const { failures } of watchLogs({
    engines: { ask } as unknown as Engines,
    containers: [{ hostId: 'h', containerId: 'c' }],
    tail: 10,
    stay: true,
    signal: undefined,
  }))
    told.push(...failures.map(({ message }) => message));
  return told;
}

test('of a container that is just being removed it is said that it is gone, and not what the engine calls it', async () => {
  const leaving = refused('can not get logs from container which is dead or marked for removal');
  expect(await failuresOf([leaving, leaving, gone])).toEqual([
    'The container is gone: it was removed, and its log with it.',
  ]);
});

test('another refusal is told in the words of the engine', async () => {
  expect(await failuresOf([refused('it has no log')])).toEqual([
    'The engine of "north" refused. it has no log',
  ]);
});
