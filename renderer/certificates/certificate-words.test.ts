import { expect, it } from 'vitest';
import type { BoardCertificate, ExpiryLevel } from '../../preload/contract/certificates';
import { describeKind, summariseBoard } from './certificate-words';

const one = (level: ExpiryLevel, daysLeft: number): BoardCertificate => ({
  fingerprint256: 'AA',
  kind: 'participant',
  subject: 'site-1',
  file: 'startup/client.crt',
  participant: 'site-1',
  type: 'client',
  groupId: 'lung',
  projectName: 'lung',
  origin: { from: 'run', projectId: 'lung', runId: 'r', runNumber: 1, kitId: 'k' },
  notBefore: 0,
  notAfter: 0,
  daysLeft,
  level,
});

it('answers whether anything is about to expire', () => {
  const answer = (...certificates: BoardCertificate[]) => summariseBoard({ certificates, withoutCa: [] });
  expect(answer()).toBeNull();
  expect(answer(one('fine', 359))).toEqual({
    state: 'ok',
    label: 'Nothing expires within 60 days',
    detail: 'the first in 359 days',
  });
  expect(answer(one('watch', 45), one('fine', 359))).toEqual({
    state: 'attention',
    label: '1 expires within 60 days',
  });
  expect(answer(one('expired', -3), one('urgent', 2), one('urgent', 3), one('soon', 20))).toEqual({
    state: 'failed',
    label: '1 certificate has expired, 2 expire within 7 days, 1 more within 30 days',
  });
  expect(answer(one('urgent', 2), one('soon', 20), one('watch', 45), one('watch', 46))).toEqual({
    state: 'attention',
    label: '1 expires within 7 days, 3 more within 60 days',
  });
});

it('does not call it all right while the end of a CA is not known', () => {
  const withoutCa = [{ projectId: 'lung', projectName: 'lung' }];
  expect(summariseBoard({ certificates: [one('fine', 359)], withoutCa })).toEqual({
    state: 'attention',
    label: 'The end of 1 CA is not known',
  });
});

it.each([
  [null, 'startup/rootCA.pem', 'CA'],
  ['server', 'startup/server.crt', 'Server'],
  ['relay', 'startup/client.crt', 'Relay'],
  ['relay', 'startup/server.crt', 'Relay, to listen'],
] as const)('a certificate of %s in %s is called %s', (type, file, words) => {
  expect(describeKind({ type, file })).toBe(words);
});
