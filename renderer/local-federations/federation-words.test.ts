import { expect, test } from 'vitest';
import type { LocalFederation, LocalParticipant } from '../../preload/contract/local-federations';
import { describeAll, describeFederation, participantWords } from './federation-words';

const federation = (
  state: LocalFederation['state'],
  states: LocalParticipant['state'][] = [],
): LocalFederation => ({
  ...{ id: state, projectId: 'p', projectName: 'trial', kits: 'own', host: 'localhost', port: 1, state },
  ...{ reason: null, startedAt: 0, directory: '/', taskId: null },
  participants: states.map((each, index) => ({
    ...{ name: `site-${index}`, type: 'client', state: each, reason: null, since: null, memoryBytes: null },
  })),
});

test('a federation that runs is as its worst participant', () => {
  expect(describeFederation(federation('running', ['running', 'running']))).toMatchObject({ state: 'ok' });
  expect(describeFederation(federation('running', ['running', 'off']))).toEqual({
    ...{ state: 'attention', label: '1 of 2 running' },
  });
  expect(describeFederation(federation('running', ['failed', 'off']))).toMatchObject({ state: 'failed' });
  expect(describeFederation(federation('preparing', ['failed']))).toMatchObject({ state: 'running' });
});

test('all of them are as the worst one', () => {
  expect(describeAll([])).toBeNull();
  // The same word for it and for those in it, as for what is deployed elsewhere.
  expect([describeFederation(federation('off')).label, participantWords.off.label]).toEqual([
    'Stopped',
    'Stopped',
  ]);
  expect(describeAll([federation('off')])).toEqual({ state: 'off', label: 'None running' });
  const fine = federation('running', ['running']);
  expect(describeAll([fine, federation('off')])).toEqual({ state: 'ok', label: '1 running' });
  expect(describeAll([fine, federation('failed')])).toMatchObject({ state: 'failed' });
});
