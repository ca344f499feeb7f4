import { describe, expect, it } from 'vitest';
import { fingerprintLines } from '../ui/format';
import { describeWho, incomingStatus, looksLikeFingerprint } from './words';

const hex = 'ab'.repeat(32);
const pairs = Array.from({ length: 32 }, () => 'AB').join(':');

describe('fingerprints', () => {
  it.each([hex, pairs, `SHA256:${pairs}`, `sha256 Fingerprint=${pairs}`, fingerprintLines(pairs).join('\n')])(
    'are known as they are told: %s',
    (text) => expect(looksLikeFingerprint(text)).toBe(true),
  );
  it.each(['', hex.slice(2), `${hex}0`, hex.replace('a', 'g')])('are not what is not whole: %s', (text) =>
    expect(looksLikeFingerprint(text)).toBe(false),
  );
  it('are read out in four lines', () => expect(fingerprintLines(pairs)).toHaveLength(4));
});

it('an admin is named by its role', () => {
  expect(describeWho({ type: 'admin', role: 'lead' })).toBe('Lead');
  expect(describeWho({ type: 'client', role: null })).toBe('Site');
});

it('a signed request is not done before its zip is handed out', () => {
  expect(incomingStatus({ state: 'approved', handouts: [], superseded: false }).label).toBe(
    'Signed, not sent',
  );
});
